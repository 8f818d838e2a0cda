/**
 * Who may ask. Prompts are secrets: a page of another site must not read them, neither by a request of its own
 * (Origin), nor by a name that it points at this machine (Host, DNS rebinding), nor another user of this machine
 * without the token that was printed at the start.
 */
export interface AccessRequest {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly cookie: string | undefined;
  /** From the `x-tare-token` header or the `token` of the URL. */
  readonly token: string | undefined;
}

export type Access = 'allowed' | 'wrong-host' | 'wrong-origin' | 'wrong-token';

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/** Cookies are shared by all ports of a host, so the name carries the port. */
export const cookieName = (port: number): string => `tare_${port}`;

function cookieValue(cookie: string | undefined, name: string): string | undefined {
  return cookie
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

/** Compares without telling by its time how much was right. */
function sameSecret(given: string | undefined, secret: string): boolean {
  if (given === undefined || given.length !== secret.length) return false;
  let difference = 0;
  for (let index = 0; index < secret.length; index++) difference |= given.charCodeAt(index) ^ secret.charCodeAt(index);
  return difference === 0;
}

export function accessOf(request: AccessRequest, port: number, secret: string): Access {
  const hosts = loopbackNames.map((name) => `${name}:${port}`);
  if (request.host === undefined || !hosts.includes(request.host.toLowerCase())) return 'wrong-host';
  if (request.origin !== undefined && !hosts.some((host) => request.origin?.toLowerCase() === `http://${host}`)) return 'wrong-origin';
  const given = request.token ?? cookieValue(request.cookie, cookieName(port));
  return sameSecret(given, secret) ? 'allowed' : 'wrong-token';
}
