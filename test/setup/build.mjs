// Runs once before all tests: child processes (the embedded store, the command line) run the compiled program,
// and a stale one would test yesterday's code.
import { execFileSync } from 'node:child_process';

export default function build() {
  execFileSync('npm', ['run', '-s', 'build'], { stdio: 'inherit' });
}
