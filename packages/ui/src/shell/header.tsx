/** Logo, navigation, connection and theme. */
import Link from "next/link";
import { usePathname } from "next/navigation";
import { ConnectionState } from "../live/banners.tsx";
import { ThemeButton } from "../theme/theme-button.tsx";

const pages = [
  { href: "/", label: "Lineage", owns: (path: string) => path === "/" || path.startsWith("/assets") },
  { href: "/runs", label: "Runs", owns: (path: string) => path.startsWith("/runs") },
];

export function Header() {
  const path = usePathname();
  return (
    <header className="flex h-13 shrink-0 items-center gap-3 border-b border-line bg-surface px-3 sm:gap-6 sm:px-4">
      <Link href="/" className="flex items-center gap-2.5 rounded-lg text-[0.95rem] font-semibold tracking-tight">
        <Logo />
        <span className="max-sm:sr-only">Headwater</span>
      </Link>
      <nav aria-label="Main" className="flex h-full items-stretch gap-1">
        {pages.map(({ href, label, owns }) => (
          <Link
            key={href}
            href={href}
            aria-current={owns(path) ? "page" : undefined}
            className="flex items-center border-b-2 border-transparent px-2.5 font-medium text-ink-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
          >
            {label}
          </Link>
        ))}
      </nav>
      <div className="ml-auto flex items-center gap-3">
        <ConnectionState />
        <ThemeButton />
      </div>
    </header>
  );
}

/** Three springs that become one stream. */
function Logo() {
  return (
    <svg aria-hidden="true" width="26" height="26" viewBox="0 0 32 32" fill="none" strokeLinecap="round">
      <rect width="32" height="32" rx="8" fill="#0b5a6e" />
      <path d="M7 6c0 7 4 8 9 11" stroke="#8fe3ee" strokeWidth="2.6" />
      <path d="M25 6c0 7-4 8-9 11" stroke="#4cc3d9" strokeWidth="2.6" />
      <path d="M16 6v11c0 4-2 5-2 9" stroke="#fff" strokeWidth="3" />
    </svg>
  );
}
