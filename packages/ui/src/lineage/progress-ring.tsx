/** How far a running step is: a ring that fills, or turns where nobody says how far. */
const radius = 8;
const length = 2 * Math.PI * radius;
/** What of the ring is drawn where the progress is unknown. */
const unknown = 0.28;

export function ProgressRing({ progress }: { readonly progress: number | null }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width="20"
      height="20"
      role="img"
      aria-label={progress === null ? "Running" : `${Math.round(progress * 100)} %`}
      className={progress === null ? "turning" : ""}
    >
      <circle cx="10" cy="10" r={radius} fill="none" stroke="var(--line)" strokeWidth="2.6" />
      <circle
        cx="10"
        cy="10"
        r={radius}
        fill="none"
        stroke="var(--running-line)"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeDasharray={length}
        strokeDashoffset={length * (1 - (progress ?? unknown))}
        transform="rotate(-90 10 10)"
        className="transition-[stroke-dashoffset] duration-300"
      />
    </svg>
  );
}
