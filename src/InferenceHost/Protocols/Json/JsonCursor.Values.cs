using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace InferenceHost.Protocols.Json;

internal ref partial struct JsonCursor
{
    /// <summary>Passes over a value of any kind, with all that is in it, checking it on the way.</summary>
    /// <param name="namedNumbers">Whether NaN, Infinity and -Infinity are taken as numbers.</param>
    public bool Skip(bool namedNumbers = false)
    {
        // one bit a level says whether it is an object
        var objects = 0UL;
        var levels = 0;
        while (true)
        {
            var first = true;
            switch (PeekKind())
            {
                case JsonKind.Object when BeginObject():
                    objects = (objects << 1) | 1;
                    levels++;
                    break;
                case JsonKind.Array when BeginArray():
                    objects <<= 1;
                    levels++;
                    break;
                default:
                    if (!SkipScalar(namedNumbers))
                        return false;
                    first = false;
                    break;
            }

            while (levels > 0 && !NextInside((objects & 1) != 0, ref first))
            {
                if (Failed)
                    return false;
                objects >>= 1;
                levels--;
                first = false;
            }

            if (levels == 0)
                return true;
        }
    }

    /// <summary>Reads true or false, which must be next.</summary>
    public bool ReadBoolean(out bool value)
    {
        value = Peek() == 't';
        return Literal(value ? "true"u8 : "false"u8);
    }

    /// <summary>Reads null, which must be next.</summary>
    public bool ReadNull()
    {
        Peek();
        return Literal("null"u8);
    }

    /// <summary>Reads a number, which must be next.</summary>
    /// <param name="token">As it is written.</param>
    public bool ReadNumber(out JsonNumber number, out ReadOnlySpan<byte> token)
    {
        token = default;
        number = default;
        if (Failed)
            return false;
        Peek();
        int length;
        do
            length = JsonNumber.Scan(text[position..], out number);
        while (IsCut(position) && Widen(position));
        if (length <= 0)
            return FailNumber(-length);
        token = text.Slice(position, length);
        position += length;
        return true;
    }

    /// <summary>
    /// Reads the rest of an array of scalars, whose opening bracket was read, into memory; elements that find no place there are read and counted all the same.
    /// False on an error, and without one (see <see cref="Failed"/>) where the element that is next is not one that <typeparamref name="TElement"/> reads.
    /// </summary>
    /// <param name="destination">Filled from its start.</param>
    /// <param name="count">Elements read.</param>
    public bool ReadElements<T, TElement>(Span<T> destination, out int count)
        where T : unmanaged
        where TElement : IElement<T>
    {
        count = 0;
        if (Failed)
            return false;
        if (Peek() == ']')
        {
            Leave();
            return true;
        }

        // the loop every number of every JSON request runs through: the position is kept in a local
        var source = text;
        var at = position;
        while (true)
        {
            at = PastSpace(source, at);
            if (at >= turn)
                TurnAt(ref source, ref at);
            var length = TElement.Read(source[at..], out var value);
            if (length <= 0 || at + length == source.Length)
            {
                if (IsCut(at))
                {
                    WidenAt(ref source, ref at);
                    continue;
                }

                if (length <= 0)
                {
                    position = at;
                    return false;
                }
            }

            if ((uint)count < (uint)destination.Length)
                destination[count] = value;
            count++;
            at = PastSpace(source, at + length);
            if (at == source.Length)
                TurnAt(ref source, ref at);
            if ((uint)at < (uint)source.Length && source[at] == ',')
            {
                at++;
                continue;
            }

            position = at;
            if ((uint)at >= (uint)source.Length || source[at] != ']')
                return Fail("',' or ']' after a value");
            Leave();
            return true;
        }
    }

    /// <summary>Reads one scalar; false as <see cref="ReadElements"/>.</summary>
    public bool ReadElement<T, TElement>(out T value)
        where T : unmanaged
        where TElement : IElement<T>
    {
        value = default;
        if (Failed)
            return false;
        Peek();
        int length;
        do
            length = TElement.Read(text[position..], out value);
        while (IsCut(position) && Widen(position));
        position += Math.Max(0, length);
        return length > 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PastSpace(ReadOnlySpan<byte> source, int at)
    {
        while ((uint)at < (uint)source.Length && IsSpace(source[at]))
            at++;
        return at;
    }

    private bool NextInside(bool isObject, scoped ref bool first) => isObject ? NextName(ref first, out _, out _) : NextElement(ref first);

    private bool SkipScalar(bool namedNumbers)
    {
        if (Failed)
            return false;
        switch (PeekKind())
        {
            case JsonKind.String:
                return ScanString(out _, out _);
            case JsonKind.Boolean:
                return ReadBoolean(out _);
            case JsonKind.Null:
                return ReadNull();
            case JsonKind.Number:
                var name = namedNumbers ? NamedNumber.Scan(text[position..], out _) : 0;
                position += name;
                return name > 0 || ReadNumber(out _, out _);
            default:
                return Fail("a value");
        }
    }

    private bool Literal(ReadOnlySpan<byte> literal)
    {
        if (Failed)
            return false;
        if (!text[position..].StartsWith(literal))
            return Fail("a value");
        position += literal.Length;
        return true;
    }

    [SuppressMessage("Style", "IDE0046", Justification = "Two cases with a reason each read better apart.")]
    private bool FailNumber(int offset)
    {
        // not even a sign or digit: the fault is that no value begins here
        if (offset == 0)
            return Fail("a value");
        position += offset;
        return Fail("a digit");
    }
}
