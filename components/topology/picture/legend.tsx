/** What the marks mean. */
export function Legend() {
  return (
    <dl className="tp-legend" aria-label="What the marks mean">
      <Entry words="interface, up">
        <rect className="tp-connector" x={11} y={3} width={10} height={10} rx={2} />
      </Entry>
      <Entry words="up, but no carrier: its other end is down" state="no-carrier">
        <rect className="tp-connector" x={11} y={3} width={10} height={10} rx={2} />
        <rect className="tp-no-carrier" x={14.5} y={6.5} width={3} height={3} />
      </Entry>
      <Entry words="down" state="down">
        <rect className="tp-connector" x={11} y={3} width={10} height={10} rx={2} />
      </Entry>
      <Entry words="veth pair, both ends up">
        <path className="tp-wire tp-wire-up" d="M0,8H32" />
      </Entry>
      <Entry words="veth pair, an end down">
        <path className="tp-wire tp-wire-down" d="M0,8H32" />
      </Entry>
      <Entry words="macvlan, VLAN or VXLAN: to the interface it lies on">
        <path className="tp-wire tp-wire-up tp-wire-lower" d="M0,8H32" />
      </Entry>
      <Entry words="still missing for the challenge">
        <path className="tp-wire tp-wire-ghost" d="M0,8H32" />
      </Entry>
      <Entry words="ip_forward on: packets are passed on">
        <Switch isOn />
      </Entry>
      <Entry words="ip_forward off: they are not">
        <Switch isOn={false} />
      </Entry>
    </dl>
  );
}

/** As on a namespace, half as large again. */
function Switch({ isOn }: { readonly isOn: boolean }) {
  return (
    <g className={isOn ? 'tp-on' : 'tp-off'} transform="translate(5.5,2.75) scale(1.5)">
      <rect className="tp-switch" width={14} height={7} rx={3.5} />
      <circle className="tp-switch-knob" cx={isOn ? 10.5 : 3.5} cy={3.5} r={2.5} />
    </g>
  );
}

function Entry({
  words,
  state = 'up',
  children,
}: {
  readonly words: string;
  readonly state?: 'up' | 'down' | 'no-carrier';
  readonly children: React.ReactNode;
}) {
  return (
    <div>
      <dt>
        <svg width={32} height={16} className={`tp-port-${state}`} aria-hidden="true">
          {children}
        </svg>
      </dt>
      <dd>{words}</dd>
    </div>
  );
}
