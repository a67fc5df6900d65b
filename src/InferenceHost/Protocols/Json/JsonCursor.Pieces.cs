using System.Buffers;
using System.Runtime.CompilerServices;

namespace InferenceHost.Protocols.Json;

/// <summary>
/// A document in several pieces, as a connection has it. Each is read where it lies; only what lies across the seam between two is put together, in memory of its own: what was read stays where it is as long
/// as the cursor lives.
/// </summary>
internal ref partial struct JsonCursor
{
    /// <summary>What a seam shows of the bytes behind it: longer than nearly all tokens but strings, and than all that are looked at without a search for their end.</summary>
    private const int SeamWidth = 64;

    private const int SeamBlock = 4096;

    /// <summary>What follows a number or a name.</summary>
    private static readonly SearchValues<byte> TokenEnds = SearchValues.Create(",]} \t\r\n"u8);

    /// <param name="pieces">Up to 2^31-1 bytes.</param>
    public JsonCursor(scoped in ReadOnlySequence<byte> pieces)
    {
        length = (int)pieces.Length;
        if (pieces.IsSingleSegment)
        {
            text = pieces.FirstSpan;
        }
        else
        {
            this.pieces = rest = pieces;
            Show(0);
        }

        Span<byte> mark = stackalloc byte[3];
        if (length >= mark.Length)
            pieces.Slice(0, mark.Length).CopyTo(mark);
        if (mark.SequenceEqual("\uFEFF"u8))
            GoTo(mark.Length);
    }

    private readonly bool IsLast => turn == int.MaxValue;

    /// <summary>The document's own bytes from there to here.</summary>
    public readonly ReadOnlySpan<byte> Since(JsonMark mark) => mark.Position >= origin
        ? text[(mark.Position - origin)..position]
        : pieces.Slice(mark.Position, origin + position - mark.Position).ToArray();

    private void GoTo(int offset)
    {
        if (offset >= origin && offset <= origin + text.Length)
        {
            position = offset - origin;
            return;
        }

        rest = pieces.Slice(offset);
        origin = offset;
        Show(0);
    }

    /// <summary>Goes on to where what is next lies in one piece; false in the last piece.</summary>
    private bool Turn()
    {
        if (IsLast)
            return false;
        Show(position);
        return true;
    }

    /// <summary>Whether what begins there, which is no string, has no end in this piece, and might have one in the next.</summary>
    private readonly bool IsCut(int at) => !IsLast && text[at..].IndexOfAny(TokenEnds) < 0;

    /// <summary>Puts twice as much of what begins there into one piece; false where there is no more. Goes there.</summary>
    private bool Widen(int at)
    {
        if (IsLast)
            return false;
        Widen(at, 2L * (text.Length - at));
        return true;
    }

    private void Widen(int at, long bytes)
    {
        rest = rest.Slice(at);
        origin += at;
        Join((int)Math.Min(rest.Length, Math.Max(bytes, SeamWidth)));
    }

    /// <summary>From the quote that opens the string here to behind the one that closes it; to the end where none does.</summary>
    /// <param name="scanned">So many bytes of it were looked at; no escape begins in them and ends behind.</param>
    private readonly long StringLength(int scanned)
    {
        long length = scanned;
        var isEscaped = false;
        foreach (var piece in rest.Slice(position + scanned))
        {
            for (var left = piece.Span; !left.IsEmpty;)
            {
                var stop = isEscaped ? 0 : left.IndexOfAny((byte)'"', (byte)'\\');
                length += stop < 0 ? left.Length : stop + 1;
                if (stop < 0)
                    break;
                if (!isEscaped && left[stop] == '"')
                    return length;
                isEscaped = !isEscaped;
                left = left[(stop + 1)..];
            }
        }

        return length;
    }

    // as Peek and Widen, for a loop that has the text and the position in locals
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TurnAt(ref ReadOnlySpan<byte> source, scoped ref int at)
    {
        position = at;
        Peek();
        source = text;
        at = position;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WidenAt(ref ReadOnlySpan<byte> source, scoped ref int at)
    {
        Widen(at);
        source = text;
        at = position;
    }

    /// <summary>Shows the document from there in the text: where it lies, or put together near a seam.</summary>
    private void Show(int at)
    {
        rest = rest.Slice(at);
        origin += at;
        position = 0;
        if (rest.IsSingleSegment)
        {
            text = rest.FirstSpan;
            turn = int.MaxValue;
            return;
        }

        var first = rest.FirstSpan;
        if (first.Length <= SeamWidth)
        {
            Join((int)Math.Min(rest.Length, first.Length + SeamWidth));
            return;
        }

        text = first;
        turn = first.Length - SeamWidth;
    }

    private void Join(int bytes)
    {
        if (free.Length < bytes)
            free = new byte[Math.Max(bytes, SeamBlock)];
        var joined = free.Span[..bytes];
        free = free[bytes..];
        rest.Slice(0, bytes).CopyTo(joined);
        text = joined;
        position = 0;
        turn = bytes == rest.Length ? int.MaxValue : Math.Max(1, bytes - SeamWidth);
    }
}
