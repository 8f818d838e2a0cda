import { asIfGpus, asIfModels, asIfNamed, chooseAsIf } from '../state/as-if-state.ts';

function Names({
  label,
  names,
  value,
  onChoose,
}: {
  readonly label: string;
  readonly names: readonly string[];
  readonly value: string;
  readonly onChoose: (name: string) => void;
}) {
  return (
    <select aria-label={label} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
      {(names.includes(value) ? names : [value, ...names]).map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}

/** `deepseek-v3 on H200-SXM`, both to be chosen. */
export function AsIfChoice() {
  const { model, gpu } = asIfNamed.value;
  return (
    <>
      <Names label="as if the model were" names={asIfModels} value={model} onChoose={(next) => chooseAsIf({ model: next, gpu })} /> on{' '}
      <Names label="as if on this GPU" names={asIfGpus} value={gpu} onChoose={(next) => chooseAsIf({ model, gpu: next })} />
    </>
  );
}
