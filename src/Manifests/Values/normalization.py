#!/usr/bin/python3
"""Writes normalization.txt beside itself: what Unicode normalisation form C needs to know, from Python's copy of the Unicode database.

The host runs without ICU (InvariantGlobalization), where .NET calls every text normalised. Lines: `# version`,
`code decomposition [decomposition]` in hexadecimal, with `!` before the code where the pair does not compose again, and
`=class first last` for combining classes other than 0. Hangul syllables follow a rule of their own and are left out.
"""

import pathlib
import sys
import unicodedata

HANGUL = range(0xAC00, 0xD7A4)


def lines():
    yield f"# Unicode {unicodedata.unidata_version}"
    classes = []
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        mapping = unicodedata.decomposition(character)
        if mapping and not mapping.startswith("<") and code not in HANGUL:
            composes = unicodedata.normalize("NFC", character) == character
            yield f"{'' if composes else '!'}{code:04X} {mapping}"
        combining = unicodedata.combining(character)
        if not combining:
            continue
        if classes and classes[-1][0] == combining and classes[-1][2] == code - 1:
            classes[-1][2] = code
        else:
            classes.append([combining, code, code])
    for combining, first, last in classes:
        yield f"={combining} {first:04X} {last:04X}"


pathlib.Path(__file__).with_suffix(".txt").write_text("\n".join(lines()) + "\n")
