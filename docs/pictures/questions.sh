#!/bin/sh
# Takes the pictures of docs/report.md: what a report answers without a click, and after one.
#
#   docs/pictures/questions.sh target/ledgerload/latest/report.html docs/pictures
set -eu
report=$(readlink -f "$1")
to=$(readlink -f "$2")
page=$(mktemp --suffix=.html)
trap 'rm -f "$page"' EXIT

# Chromium takes a page's picture from its top, so the report is shown by a page that moves it up.
shoot() { # name, height, what is to be at the top, what the address leads to
  cat >"$page" <<HTML
<body style="margin: 0; overflow: hidden">
<iframe src="file://$report#$4" style="border: 0; width: 1100px; height: 12000px" onload="
  const top = this.contentDocument.querySelector('$3').getBoundingClientRect().top
    + this.contentWindow.scrollY;
  this.contentWindow.scrollTo(0, 0);
  this.style.marginTop = -Math.max(0, top - 16) + 'px'"></iframe>
HTML
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --allow-file-access-from-files \
    --virtual-time-budget=5000 --window-size="1100,$2" --screenshot="$to/$1.png" \
    "file://$page" 2>/dev/null
}
shoot report-trust 510 body ''
shoot report-choice 900 '#choice' ''
shoot report-how 640 '#choice tbody' choice-1
