"""Bars as SVG: requests a second of each server, by model and number of connections."""

from html import escape

BAR, GAP, LEFT, WIDTH = 18, 26, 230, 420
COLOURS = ("#9aa0a6", "#1a73e8", "#174ea6", "#669df6", "#34a853", "#f9ab00", "#d93025")


def write(path, targets, connections):
    parts, y = [], 30
    for model in dict.fromkeys(target.model for target in targets):
        group = [target for target in targets if target.model == model]
        for count in connections:
            most = max(target.median(count, "rps") for target in group)
            parts.append(f'<text x="10" y="{y}" font-weight="bold">{escape(model)}, {count} connection{"s" if count > 1 else ""}: requests a second</text>')
            y += 8
            for target in group:
                value = target.median(count, "rps")
                colour = COLOURS[[one.name for one in group].index(target.name) % len(COLOURS)]
                parts.append(f'<text x="{LEFT - 8}" y="{y + BAR - 5}" text-anchor="end">{escape(target.name)}</text>')
                parts.append(f'<rect x="{LEFT}" y="{y}" width="{WIDTH * value / most:.1f}" height="{BAR - 3}" fill="{colour}"/>')
                parts.append(f'<text x="{LEFT + WIDTH * value / most + 6:.1f}" y="{y + BAR - 5}">{value:,.0f}</text>')
                y += BAR
            y += GAP
    body = "\n".join(parts)
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 90}" height="{y}" font-family="sans-serif" font-size="12">\n<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n')
