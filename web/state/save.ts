/** Hands a file to the reader. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  const url = URL.createObjectURL(content);
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Rows of every table on the screen, as they are read: first the heads, then the cells; tables apart by an empty line. */
export function tablesAsCsv(root: ParentNode): string {
  const tables = Array.from(root.querySelectorAll('table'), (table) =>
    Array.from(table.rows, (row) =>
      Array.from(row.cells, (cell) =>
        quoted(
          cell.innerText
            .replaceAll(/\s*\n\s*/g, ' ')
            .replaceAll('\u202f', ' ')
            .trim(),
        ),
      ).join(','),
    ).join('\n'),
  );
  return `${tables.join('\n\n')}\n`;
}

function pngOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('the picture could not be drawn')) : resolve(blob)), 'image/png');
  });
}

/** Colours of the sheet stand in custom properties, which an image outside the page does not know. */
function withStyles(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll('*');
  for (const [index, element] of copy.querySelectorAll('*').entries()) {
    const original = originals[index];
    if (original === undefined) continue;
    const style = getComputedStyle(original);
    for (const property of ['fill', 'stroke', 'font-size', 'font-weight', 'font-family', 'font-variant-numeric'] as const) {
      const value = style.getPropertyValue(property);
      // References to patterns are kept as they stand.
      if (!value.includes('url(')) element.setAttribute(property, value);
    }
    element.removeAttribute('style');
    element.removeAttribute('class');
  }
  return copy;
}

/** The first picture on the screen as a PNG at twice its size, on the paper of the theme. */
export async function pictureAsPng(root: ParentNode): Promise<Blob | undefined> {
  const canvas = root.querySelector('canvas');
  if (canvas !== null) return pngOf(canvas);
  const svg = root.querySelector<SVGSVGElement>('figure svg');
  if (svg === null) return undefined;
  const { width, height } = svg.getBoundingClientRect();
  const copy = withStyles(svg);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  const target = document.createElement('canvas');
  target.width = Math.ceil(width * 2);
  target.height = Math.ceil(height * 2);
  const context = target.getContext('2d');
  if (context === null) return undefined;
  context.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
  context.fillRect(0, 0, target.width, target.height);
  context.drawImage(image, 0, 0, target.width, target.height);
  return pngOf(target);
}
