"""Groups of bars as SVG."""

from html import escape

BAR, GAP, LEFT, WIDTH = 18, 26, 230, 420
COLOURS = {"floor": "#9aa0a6", "node": "#34a853", "FastAPI": "#f9ab00"}
OURS = "#1a73e8"


def write(path, groups):
    """Each group is a heading, how its figures are written, and names with values; the longest bar of a group is as long as the plot is wide."""
    parts, y = [], 30
    for heading, form, rows in groups:
        most = max(value for _, value in rows) or 1
        parts.append(f'<text x="10" y="{y}" font-weight="bold">{escape(heading)}</text>')
        y += 8
        for name, value in rows:
            length = WIDTH * value / most
            parts.append(f'<text x="{LEFT - 8}" y="{y + BAR - 5}" text-anchor="end">{escape(name)}</text>')
            parts.append(f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR - 3}" fill="{COLOURS.get(name, OURS)}"/>')
            parts.append(f'<text x="{LEFT + length + 6:.1f}" y="{y + BAR - 5}">{value:{form}}</text>')
            y += BAR
        y += GAP
    body = "\n".join(parts)
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 90}" height="{y}" font-family="sans-serif" font-size="12">\n<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n')
