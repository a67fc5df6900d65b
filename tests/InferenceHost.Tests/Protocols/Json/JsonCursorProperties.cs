using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using InferenceHost.Protocols.Json;

namespace Inference.InferenceHost.Tests.Protocols.Json;

/// <summary>
/// The framework's reader is the other opinion on what is JSON. It differs by design in two things: it takes strings that are no valid UTF-8 and escaped
/// surrogates without a partner, which here are refused.
/// </summary>
public sealed class JsonCursorProperties
{
    private const int Cases = 10_000;

    [Fact]
    public void Skip_RandomDocuments_AcceptedAsTheFrameworkDoes()
    {
        var random = new Random(20_2601);
        for (var i = 0; i < Cases; i++)
        {
            var document = RandomJson.Document(random);
            JsonCursorTests.Walk(document).ShouldBeNull(Encoding.UTF8.GetString(document));
        }
    }

    [Fact]
    public void Skip_RandomDocumentsSpoilt_AcceptedAndRefusedAsTheFrameworkDoes()
    {
        var random = new Random(20_2602);
        var accepted = 0;
        for (var i = 0; i < Cases; i++)
        {
            var document = RandomJson.Spoil(random, RandomJson.Document(random));
            var isAccepted = JsonCursorTests.Walk(document) is null;
            if (isAccepted != IsJson(document))
                throw new ShouldAssertException($"accepted: {isAccepted}: {Encoding.UTF8.GetString(document)} {Convert.ToHexString(document)}");
            accepted += isAccepted ? 1 : 0;
        }

        // else the comparison says little
        accepted.ShouldBeInRange(Cases / 20, Cases / 2);
    }

    [Fact]
    public void Skip_AnyBytes_AcceptedAndRefusedAsTheFrameworkDoes() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => (JsonCursorTests.Walk(bytes) is null) == IsJson(bytes))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));

    [Fact]
    public void ReadString_AnyText_ComesBackAsWritten() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<string>().Filter(text => text is not null && !HasLoneSurrogate(text)),
            text =>
            {
                var escaped = JsonSerializer.SerializeToUtf8Bytes(text);
                var cursor = new JsonCursor(escaped);
                return cursor.ReadString(out var value) && cursor.AtEnd() && Encoding.UTF8.GetString(value) == text;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(Cases));

    private static bool HasLoneSurrogate(string text) => text.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar);

    private static bool IsJson(byte[] document)
    {
        var text = document.AsSpan();
        if (text.StartsWith("\uFEFF"u8))
            text = text[3..];
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonCursor.MaxDepth });
        try
        {
            while (reader.Read())
            {
                // unescaping finds what the reader lets pass
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    reader.GetString();
            }

            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
