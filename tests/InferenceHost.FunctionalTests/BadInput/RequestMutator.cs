using System.Text;
using System.Text.RegularExpressions;

namespace Inference.InferenceHost.FunctionalTests.BadInput;

/// <summary>Spoils good bodies: bytes flipped, cut, put in, taken out, spliced with another body, and tokens of JSON exchanged for awkward ones.</summary>
internal sealed partial class RequestMutator(int seed)
{
    private static readonly string[] Awkward =
    [
        "null", "true", "false", "0", "-0", "-1", "1", "2", "3", "0.5", "1e400", "-1e400", "1e-400", "NaN", "Infinity", "-Infinity", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "18446744073709551616", "4294967296", "123456789012345678901234567890", "1E+2", "1.0", "[]", "{}", "[[]]", "[1,2]", "[[1],[2]]", "{\"a\":1}", "\"\"", "\"a\"", "\"x\"", "\"NaN\"", "\"\\ud800\"", "\"é😀\"",
        "\"FP32\"", "\"FP16\"", "\"INT64\"", "\"BYTES\"", "\"BOOL\"", "\"str\"", "\"dict\"", "\"FILE\"", "\"data\"", "\"shape\"", "\"inputs\"", "\"binary_data_size\"", "\"classification\"", "",
    ];

    private readonly Random random = new(seed);

    /// <summary>One to three changes.</summary>
    public byte[] Spoil(byte[] body, byte[] other)
    {
        for (var changes = random.Next(1, 4); changes > 0; changes--)
            body = Change(body, other);
        return body;
    }

    private byte[] Change(byte[] body, byte[] other)
    {
        var at = random.Next(body.Length + 1);
        var to = Math.Min(body.Length, at + random.Next(1, 20));
        return random.Next(10) switch
        {
            0 => Flip(body),
            1 => body[..at],
            2 => [.. body[..at], .. Bytes(), .. body[at..]],
            3 => [.. body[..at], .. body[to..]],
            4 => [.. body[..to], .. body[at..]],
            5 => [.. body[..at], .. other[random.Next(other.Length)..]],
            _ => Exchange(body),
        };
    }

    private byte[] Flip(byte[] body)
    {
        if (body.Length == 0)
            return Bytes();
        var flipped = body.ToArray();
        flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    private byte[] Bytes()
    {
        var bytes = new byte[random.Next(1, 12)];
        random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Exchange(byte[] body)
    {
        var text = Encoding.Latin1.GetString(body);
        var tokens = Token().Matches(text);
        if (tokens.Count == 0)
            return Bytes();
        var token = tokens[random.Next(tokens.Count)];
        var replacement = random.Next(6) == 0
            ? tokens[random.Next(tokens.Count)].Value
            : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(Awkward[random.Next(Awkward.Length)]));
        return Encoding.Latin1.GetBytes(string.Concat(text.AsSpan(0, token.Index), replacement, text.AsSpan(token.Index + token.Length)));
    }

    [GeneratedRegex("""
        "[^"]*"|-?[0-9.]+|[\[\]{},:]|true|false
        """, RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
