using System.Text;

namespace Inference.InferenceHost.Tests.Protocols.Json;

/// <summary>Documents at random: legal ones of every kind of value and white space, and ways to spoil them.</summary>
internal static class RandomJson
{
    private static readonly string[] Spaces = ["", "", "", "", "", "", " ", "\n", "\t", "\r\n  ", new(' ', 90)];
    private static readonly string[] Scalars =
    [
        "0", "-0", "1", "12", "-7", "0.5", "1.25e3", "1E-7", "-1e+10", "123456789012345678901234567890", "true", "false", "null", "\"\"", "\"a\"",
        "\"\\n\\u00e9\\ud83d\\ude00\"", "\"é😀\"", "1e400", "18446744073709551615", "-9223372036854775808",
        $"-{new string('7', 150)}.{new string('0', 90)}1e-5", $"\"{string.Concat(Enumerable.Repeat("aé\\\"\\u00e9\\ud83d\\ude00", 30))}\"",
    ];

    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\u00", "0", "1", "-", "+", ".", "e", "E", "t", "null", "NaN", "Infinity", " ", "\n", "\0", "\u0001", "/", "\\ud800",
    ];

    public static byte[] Document(Random random)
    {
        var text = new StringBuilder();
        Append(text, random, 0);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Cut, changed, doubled or with something put in, at one to three places.</summary>
    public static byte[] Spoil(Random random, byte[] document)
    {
        var bytes = new List<byte>(document);
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(6))
            {
                case 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 1 when at < bytes.Count:
                    bytes.RemoveAt(at);
                    break;
                case 2 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 3 when at < bytes.Count:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 20), bytes.Count - at)));
                    break;
                case 4 when at < bytes.Count:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 10), bytes.Count - at));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }

    private static void Append(StringBuilder text, Random random, int depth)
    {
        text.Append(Space(random));
        switch (depth > 6 ? 2 : random.Next(5))
        {
            case 0:
                AppendMany(text, random, '[', ']', () => Append(text, random, depth + 1));
                break;
            case 1:
                AppendMany(text, random, '{', '}', () =>
                {
                    text.Append(Space(random)).Append('"').Append("key".AsSpan(0, random.Next(4))).Append(random.Next(9)).Append('"').Append(Space(random)).Append(':');
                    Append(text, random, depth + 1);
                });
                break;
            default:
                text.Append(Scalars[random.Next(Scalars.Length)]);
                break;
        }

        text.Append(Space(random));
    }

    private static void AppendMany(StringBuilder text, Random random, char open, char close, Action append)
    {
        text.Append(open);
        for (int i = 0, count = random.Next(4); i < count; i++)
        {
            if (i > 0)
                text.Append(',');
            append();
        }

        text.Append(Space(random)).Append(close);
    }

    private static string Space(Random random) => Spaces[random.Next(Spaces.Length)];
}
