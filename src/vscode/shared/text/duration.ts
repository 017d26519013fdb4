/** `0.4s`, `34s`, `2m 05s`, `1h 02m`: unit symbols, the same in all languages. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) {
    return `${seconds.toFixed(1)}s`;
  }
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  if (whole < 60) {
    return `${whole}s`;
  }
  return whole < 3600
    ? `${Math.floor(whole / 60)}m ${two(whole % 60)}s`
    : `${Math.floor(whole / 3600)}h ${two(Math.floor((whole % 3600) / 60))}m`;
}
