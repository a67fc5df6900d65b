using System.Text;
using Inference.Contracts;
using InferenceHost.Protocols.Json;

namespace Inference.InferenceHost.Tests.Protocols.Json;

public sealed class JsonCursorTests
{
    private static readonly int[] LongestPieces = [1, 20, 100];

    [Theory]
    [InlineData("", "0: expected a value, found the end")]
    [InlineData("  ", "2: expected a value, found the end")]
    [InlineData("{", "1: expected a property name or '}', found the end")]
    [InlineData("{]", "1: expected a property name or '}', found ']'")]
    [InlineData("{1:2}", "1: expected a property name or '}', found '1'")]
    [InlineData("{\"a\"}", "4: expected ':' after a property name, found '}'")]
    [InlineData("{\"a\":}", "5: expected a value, found '}'")]
    [InlineData("{\"a\":1,}", "7: expected a property name after ',', found '}'")]
    [InlineData("{\"a\":1 \"b\":2}", "7: expected ',' or '}' after a value, found '\"'")]
    [InlineData("{\"a\":1]", "6: expected ',' or '}' after a value, found ']'")]
    [InlineData("[1,]", "3: expected a value, found ']'")]
    [InlineData("[1 2]", "3: expected ',' or ']' after a value, found '2'")]
    [InlineData("[1}", "2: expected ',' or ']' after a value, found '}'")]
    [InlineData("[", "1: expected a value, found the end")]
    [InlineData("[,1]", "1: expected a value, found ','")]
    [InlineData("1 2", "2: expected nothing after the document, found '2'")]
    [InlineData("{}}", "2: expected nothing after the document, found '}'")]
    [InlineData("01", "1: expected nothing after the document, found '1'")]
    [InlineData("-", "1: expected a digit, found the end")]
    [InlineData("-x", "1: expected a digit, found 'x'")]
    [InlineData("+1", "0: expected a value, found '+'")]
    [InlineData(".5", "0: expected a value, found '.'")]
    [InlineData("1.", "2: expected a digit, found the end")]
    [InlineData("1.e5", "2: expected a digit, found 'e'")]
    [InlineData("1e", "2: expected a digit, found the end")]
    [InlineData("1e+", "3: expected a digit, found the end")]
    [InlineData("1e-z", "3: expected a digit, found 'z'")]
    [InlineData("tru", "0: expected a value, found 't'")]
    [InlineData("nul", "0: expected a value, found 'n'")]
    [InlineData("True", "0: expected a value, found 'T'")]
    [InlineData("NaN", "0: expected a value, found 'N'")]
    [InlineData("-Infinity", "1: expected a digit, found 'I'")]
    [InlineData("'a'", "0: expected a value, found '''")]
    [InlineData("\"a", "2: expected '\"' at the end of a string, found the end")]
    [InlineData("\"a\\", "3: expected an escape, found the end")]
    [InlineData("\"\\x\"", "2: expected an escape, found 'x'")]
    [InlineData("\"\\u12\"", "1: expected four hexadecimal digits behind \\u")]
    [InlineData("\"\\u12G4\"", "1: expected four hexadecimal digits behind \\u")]
    [InlineData("\"\\ud83d\"", "1: an escaped surrogate has no partner")]
    [InlineData("\"\\ud83d\\u0041\"", "1: an escaped surrogate has no partner")]
    [InlineData("\"\\ude00\"", "1: an escaped surrogate has no partner")]
    [InlineData("\"a\nb\"", "2: a control character in a string must be escaped, found byte 0x0A")]
    [InlineData("\u00a01", "0: expected a value, found byte 0xC2")]
    [InlineData("[1]\0", "3: expected nothing after the document, found byte 0x00")]
    [InlineData("[1\0]", "2: expected ',' or ']' after a value, found byte 0x00")]
    public void Skip_MalformedDocument_SaysWhereAndWhat(string document, string message)
    {
        var error = Walk(document.Utf8());

        error.ShouldNotBeNull();
        error.Code.ShouldBe(ErrorCode.MalformedRequest);
        error.Message.ShouldBe("malformed JSON at byte " + message);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("-0.0e-0")]
    [InlineData("1E400")]
    [InlineData(" \t\r\n [ ] \t\r\n ")]
    [InlineData("{\"a\":{\"a\":[{},[],\"\",null,true,false]}}")]
    [InlineData("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\uD83D\\uDE00\u007f😀\"")]
    [InlineData("\uFEFF{}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    public void Skip_LegalDocument_Passes(string document) => Walk(document.Utf8()).ShouldBeNull();

    [Theory]
    [InlineData(new byte[] { 0x22, 0x61, 0xFF, 0x22 }, 2)]
    [InlineData(new byte[] { 0x22, 0xC3, 0x22 }, 1)]
    [InlineData(new byte[] { 0x22, 0x61, 0x62, 0xED, 0xA0, 0x80, 0x22 }, 3)]
    [InlineData(new byte[] { 0x22, 0xC0, 0x80, 0x22 }, 1)]
    public void Skip_StringThatIsNotUtf8_SaysWhere(byte[] document, int offset) =>
        Walk(document).ShouldNotBeNull().Message.ShouldBe($"malformed JSON at byte {offset}: a string is not valid UTF-8");

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void Skip_DepthOfSixtyFour_PassesAndOneMoreDoesNot(string open, string close)
    {
        string Nested(int levels) => Repeat(open, levels - 1) + (open[0] == '[' ? "[]" : "{}") + Repeat(close, levels - 1);

        Walk(Nested(64).Utf8()).ShouldBeNull();
        Walk(Nested(65).Utf8()).ShouldNotBeNull().Message.ShouldBe($"malformed JSON at byte {64 * open.Length}: nested deeper than 64 levels");
    }

    [Fact]
    public void Skip_AMillionBrackets_IsRefusedAtOnce() => Walk(new JsonCursor(Repeat("[", 1_000_000).Utf8())).ShouldNotBeNull();

    [Fact]
    public void ReadString_Escapes_AreUndone()
    {
        var cursor = new JsonCursor("\"a\\u00e9\\ud83d\\ude00\\n\\/\\\"z\""u8);

        cursor.ReadString(out var value).ShouldBeTrue();

        Encoding.UTF8.GetString(value).ShouldBe("aé😀\n/\"z");
    }

    [Fact]
    public void Skip_NamedNumbersWhereTaken_Passes()
    {
        var cursor = new JsonCursor("[NaN,Infinity,-Infinity,1]"u8);

        cursor.Skip(namedNumbers: true).ShouldBeTrue();
        cursor.AtEnd().ShouldBeTrue();
    }

    [Fact]
    public void Methods_AfterAnError_DoNotMoveAndKeepTheFirst()
    {
        var cursor = new JsonCursor("x [1] {\"a\":1} \"s\" 1 true null"u8);
        cursor.Skip().ShouldBeFalse();
        var error = cursor.Error;
        var first = true;

        cursor.Skip().ShouldBeFalse();
        cursor.BeginArray().ShouldBeFalse();
        cursor.BeginObject().ShouldBeFalse();
        cursor.NextElement(ref first).ShouldBeFalse();
        cursor.NextProperty(ref first, out _).ShouldBeFalse();
        cursor.ReadString(out _).ShouldBeFalse();
        cursor.ReadNumber(out _, out _).ShouldBeFalse();
        cursor.ReadBoolean(out _).ShouldBeFalse();
        cursor.ReadNull().ShouldBeFalse();
        cursor.ReadElement<float, Fp32Element>(out _).ShouldBeFalse();
        cursor.ReadElements<float, Fp32Element>([], out _).ShouldBeFalse();
        cursor.AtEnd().ShouldBeFalse();
        cursor.Return(new JsonMark(3, 0));

        cursor.Error.ShouldBeSameAs(error);
        cursor.Mark.Position.ShouldBe(0);
    }

    /// <summary>What is wrong with a document: the same, whether it lies in one piece or in several.</summary>
    internal static InferenceError? Walk(byte[] document)
    {
        var error = Walk(new JsonCursor(document));
        var random = new Random(document.Length);
        foreach (var longest in LongestPieces)
            (Walk(new JsonCursor(Pieces.Of(document, random, longest)))?.Message).ShouldBe(error?.Message, Encoding.UTF8.GetString(document));
        return error;
    }

    private static InferenceError? Walk(scoped JsonCursor cursor)
    {
        cursor.Skip();
        cursor.AtEnd();
        return cursor.Error;
    }

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
