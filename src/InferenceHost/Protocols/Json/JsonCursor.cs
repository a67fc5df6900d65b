using System.Buffers;
using Inference.Contracts;

namespace InferenceHost.Protocols.Json;

/// <summary>
/// Walks forward over one JSON document (RFC 8259, UTF-8, a byte order mark is passed over) that lies in memory as a whole, in one piece or in several. Stricter than some:
/// at most <see cref="MaxDepth"/> objects and arrays in one another, strings are valid UTF-8 and their escapes make whole characters. More
/// lenient in one thing: the number readers also take the tokens NaN, Infinity and -Infinity.
/// Methods give false once something is malformed; <see cref="Error"/> then says where, and nothing moves any more.
/// </summary>
internal ref partial struct JsonCursor
{
    public const int MaxDepth = 64;

    // the piece that is looked at, and where in it
    private ReadOnlySpan<byte> text;
    private int position;
    private int depth;
    private InferenceError? error;

    // the document: its pieces, where it has several, and its bytes
    private readonly ReadOnlySequence<byte> pieces;
    private readonly int length;

    // what begins with the text, and the bytes before that
    private ReadOnlySequence<byte> rest;
    private int origin;

    // from where in the text on a token might go on in the next piece; never in the last
    private int turn = int.MaxValue;

    // for what is put together
    private Memory<byte> free;

    public JsonCursor(ReadOnlySpan<byte> text)
    {
        this.text = text;
        length = text.Length;
        position = text.StartsWith("\uFEFF"u8) ? 3 : 0;
    }

    /// <summary>Null while all is well; else of code <see cref="ErrorCode.MalformedRequest"/>, with the byte offset.</summary>
    public readonly InferenceError? Error => error;

    public readonly bool Failed => error is not null;

    public readonly JsonMark Mark => new(origin + position, depth);

    /// <summary>Bytes not yet read: no more elements than these can follow.</summary>
    public readonly int Remaining => length - origin - position;

    /// <summary>Goes back to, or forward to, where the cursor has been.</summary>
    public void Return(JsonMark mark)
    {
        if (Failed)
            return;
        GoTo(mark.Position);
        depth = mark.Depth;
    }

    /// <summary>The next byte that is not white space; 0 at the end, which is no token either. What begins with it lies in one piece, if it is no longer than most.</summary>
    public byte Peek()
    {
        do
        {
            while ((uint)position < (uint)text.Length)
            {
                var next = text[position];
                if (!IsSpace(next))
                {
                    if (position >= turn)
                        Turn();
                    return next;
                }

                position++;
            }
        }
        while (Turn());
        return 0;
    }

    public JsonKind PeekKind() => Peek() switch
    {
        (byte)'{' => JsonKind.Object,
        (byte)'[' => JsonKind.Array,
        (byte)'"' => JsonKind.String,
        (byte)'t' or (byte)'f' => JsonKind.Boolean,
        (byte)'n' => JsonKind.Null,
        (byte)'-' or (byte)'N' or (byte)'I' or (>= (byte)'0' and <= (byte)'9') => JsonKind.Number,
        _ => JsonKind.None,
    };

    /// <summary>Enters an object; its first property is next.</summary>
    public bool BeginObject() => Begin((byte)'{');

    /// <summary>Enters an array; its first element is next.</summary>
    public bool BeginArray() => Begin((byte)'[');

    /// <summary>Goes on to the next property of the object entered last, up to its value; false behind its end, or on an error.</summary>
    /// <param name="first">True at first; the cursor's own to change.</param>
    /// <param name="name">Without escapes.</param>
    public bool NextProperty(scoped ref bool first, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (!NextName(ref first, out var raw, out var isEscaped))
            return false;
        name = isEscaped ? Unescape(raw) : raw;
        return true;
    }

    /// <summary>Goes on to the next element of the array entered last; false behind its end, or on an error.</summary>
    /// <param name="first">True at first; the cursor's own to change.</param>
    public bool NextElement(scoped ref bool first)
    {
        if (Failed)
            return false;
        var next = Peek();
        if (next == ']')
            return Leave();
        if (first)
        {
            first = false;
            return true;
        }

        if (next != ',')
            return Fail("',' or ']' after a value");
        position++;
        return true;
    }

    /// <summary>True where nothing but white space is left.</summary>
    public bool AtEnd()
    {
        if (Failed)
            return false;
        Peek();
        return Remaining == 0 || Fail("nothing after the document");
    }

    /// <summary>Notes that the document is malformed here.</summary>
    /// <returns>False.</returns>
    public bool Fail(string expected) => FailAt(position, $"expected {expected}, found {Found(position)}");

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    private bool Begin(byte opening)
    {
        if (Failed)
            return false;
        if (Peek() != opening)
            return Fail(opening == '{' ? "an object" : "an array");
        if (depth == MaxDepth)
            return FailAt(position, $"nested deeper than {MaxDepth} levels");
        depth++;
        position++;
        return true;
    }

    private bool Leave()
    {
        depth--;
        position++;
        return false;
    }

    private bool NextName(scoped ref bool first, out ReadOnlySpan<byte> raw, out bool isEscaped)
    {
        raw = default;
        isEscaped = false;
        if (Failed)
            return false;
        var next = Peek();
        if (next == '}')
            return Leave();
        if (!first)
        {
            if (next != ',')
                return Fail("',' or '}' after a value");
            position++;
            next = Peek();
        }

        if (next != '"')
            return Fail(first ? "a property name or '}'" : "a property name after ','");
        first = false;
        if (!ScanString(out raw, out isEscaped))
            return false;
        if (Peek() != ':')
            return Fail("':' after a property name");
        position++;
        return true;
    }

    private bool FailAt(int offset, string what)
    {
        position = offset;
        error ??= new InferenceError(ErrorCode.MalformedRequest, $"malformed JSON at byte {origin + offset}: {what}");
        return false;
    }

    private readonly string Found(int offset)
    {
        if (offset >= text.Length)
            return "the end";
        var found = text[offset];
        return found is > 0x20 and < 0x7F ? $"'{(char)found}'" : $"byte 0x{found:X2}";
    }
}
