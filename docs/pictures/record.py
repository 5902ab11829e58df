#!/usr/bin/env python3
"""Runs a command and makes a picture that plays what it printed: an SVG that moves by itself.

    docs/pictures/record.py docs/pictures/quick.svg bin/ledgerload bench --preset quick

Pauses are made shorter, and the whole is played in some twenty seconds, again and again. Nothing but
Python's own library is needed, and a browser that shows images.
"""

import html
import shlex
import subprocess
import sys
import time

COLUMNS, ROWS = 100, 26
CHARACTER, LINE, MARGIN = 7.8, 18, 14
PLAYED_SECONDS, HELD_SECONDS = 14, 8
LONGEST_PAUSE_SECONDS = 2  # of the run's own time

STYLE = """
svg { --back: #ffffff; --ink: #1c2430; --muted: #55606f; }
@media (prefers-color-scheme: dark) { svg { --back: #14181f; --ink: #e6eaf0; --muted: #9aa6b5; } }
.back { fill: var(--back); stroke: var(--muted); }
text { fill: var(--ink); font: 13px ui-monospace, 'SF Mono', Menlo, Consolas, monospace; white-space: pre; }
"""


def run(command):
    """What it prints, a line each with the seconds until then, and its exit code."""
    lines = [(0.0, "$ " + shlex.join(command))]
    begin = time.monotonic()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )
    for line in process.stdout:
        lines.append((time.monotonic() - begin, line.rstrip("\n")))
    return lines, process.wait()


def wrapped(lines):
    """The same in lines that fit."""
    for at, line in lines:
        while len(line) > COLUMNS:
            cut = line.rfind(" ", 0, COLUMNS) + 1 or COLUMNS
            yield at, line[:cut].rstrip()
            line = line[cut:]
        yield at, line


def played(lines):
    """The same with the times at which they are played, as shares of a round."""
    elapsed, last, times = 0.0, 0.0, []
    for at, _ in lines:
        elapsed += min(at - last, LONGEST_PAUSE_SECONDS)
        last = at
        times.append(elapsed)
    share = PLAYED_SECONDS / (PLAYED_SECONDS + HELD_SECONDS)
    return [(share * at / max(elapsed, 0.001), line) for at, (_, line) in zip(times, lines)]


def discrete(attribute, values, times, kind="animate", extra=""):
    return (
        f'<{kind} attributeName="{attribute}"{extra} calcMode="discrete" repeatCount="indefinite"'
        f' dur="{PLAYED_SECONDS + HELD_SECONDS}s" values="{";".join(values)}"'
        f' keyTimes="{";".join(f"{time:.5f}" for time in times)}"/>'
    )


def picture(lines, title):
    width = COLUMNS * CHARACTER + 2 * MARGIN
    height = ROWS * LINE + 2 * MARGIN
    offsets, times = ["0 0"], [0.0]
    for number, (at, _) in enumerate(lines):
        if number >= ROWS and at > times[-1]:
            offsets.append(f"0 {-(number - ROWS + 1) * LINE}")
            times.append(at)
        elif number >= ROWS:
            offsets[-1] = f"0 {-(number - ROWS + 1) * LINE}"
    texts = []
    for number, (at, line) in enumerate(lines):
        show = discrete("opacity", ["0", "1"], [0, at]) if at > 0 else ""
        y = MARGIN + number * LINE + 13
        texts.append(f'<text x="{MARGIN}" y="{y}">{html.escape(line)}{show}</text>')
    scroll = discrete("transform", offsets, times, "animateTransform", ' type="translate"')
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="img" aria-labelledby="title">
<title id="title">{html.escape(title)}</title>
<style>{STYLE}</style>
<clipPath id="screen"><rect x="0" y="{MARGIN}" width="{width:g}" height="{ROWS * LINE}"/></clipPath>
<rect class="back" x="0.5" y="0.5" width="{width - 1:g}" height="{height - 1:g}" rx="6"/>
<g clip-path="url(#screen)"><g>{scroll}
{chr(10).join(texts)}
</g></g>
</svg>
"""


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    output, command = sys.argv[1], sys.argv[2:]
    lines, exit_code = run(command)
    if exit_code != 0:
        sys.exit("\n".join(line for _, line in lines[-20:]) + f"\nit ended with {exit_code}: no picture")
    with open(output, "w", encoding="utf-8") as file:
        file.write(picture(played(list(wrapped(lines))), "What it prints: " + shlex.join(command)))
    print(f"{output}: {len(lines)} lines")


if __name__ == "__main__":
    main()
