using Inference.Manifests.Reading;
using Inference.Manifests.Schemas;

namespace Inference.Manifests.Tests.Reading;

public sealed class ScalarTests
{
    [Theory]
    [InlineData("", ScalarKind.Null)]
    [InlineData("~", ScalarKind.Null)]
    [InlineData("NULL", ScalarKind.Null)]
    [InlineData("true", ScalarKind.Boolean)]
    [InlineData("No", ScalarKind.Boolean)]
    [InlineData("on", ScalarKind.Boolean)]
    [InlineData("y", ScalarKind.Text)]
    [InlineData("tRue", ScalarKind.Text)]
    [InlineData("0", ScalarKind.Integer)]
    [InlineData("-12", ScalarKind.Integer)]
    [InlineData("1_000", ScalarKind.Integer)]
    [InlineData("0x1F", ScalarKind.Integer)]
    [InlineData("0o17", ScalarKind.Integer)]
    [InlineData("0xZ", ScalarKind.Text)]
    [InlineData("0x", ScalarKind.Text)]
    [InlineData("1.5", ScalarKind.Float)]
    [InlineData(".5", ScalarKind.Float)]
    [InlineData("5.", ScalarKind.Float)]
    [InlineData("1e3", ScalarKind.Float)]
    [InlineData("-.inf", ScalarKind.Float)]
    [InlineData(".NaN", ScalarKind.Float)]
    [InlineData("+", ScalarKind.Text)]
    [InlineData("-", ScalarKind.Text)]
    [InlineData(".", ScalarKind.Text)]
    [InlineData("1.2.3", ScalarKind.Text)]
    [InlineData("500m", ScalarKind.Text)]
    [InlineData("2024-01-01", ScalarKind.Text)]
    [InlineData("Infinity", ScalarKind.Text)]
    public void Resolve_PlainText_IsWhatKubernetesTakesItFor(string text, object expected) => PlainScalar.Resolve(text).ShouldBe(expected);

    [Theory]
    [InlineData("12", 12L)]
    [InlineData("+12", 12L)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("1_000", 1000L)]
    [InlineData("0x1F", 31L)]
    [InlineData("0xFFFFFFFFFFFFFFFF", null)]
    [InlineData("9223372036854775808", null)]
    [InlineData("010", null)]
    [InlineData("0o17", null)]
    [InlineData("0", 0L)]
    public void ToInteger_Text_IsItsValueIfThatIsBeyondDoubt(string text, long? expected) => PlainScalar.ToInteger(text).ShouldBe(expected);

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("3", 3.0)]
    [InlineData(".inf", null)]
    [InlineData("1e999", null)]
    public void ToNumber_Text_IsItsFiniteValue(string text, double? expected) => PlainScalar.ToNumber(text).ShouldBe(expected);

    [Theory]
    [InlineData("{ a: [1, -2.5, true, null, 'x', .inf, 18446744073709551615, 99999999999999999999, 0x10] }", """{"a":[1,-2.5,true,null,"x",".inf",18446744073709551615,"99999999999999999999",16]}""")]
    [InlineData("\"\\u00e9\\n\"", "\"é\\n\"")]
    [InlineData("[]", "[]")]
    public void Write_Yaml_IsTheSameInJson(string yaml, string json)
        => NodeJson.Write(YamlParser.Parse("a.yaml", "/a.yaml", yaml).Documents.ShouldHaveSingleItem().Root).ShouldBe(json);

    [Fact]
    public void Write_HalfASurrogatePair_IsReplaced()
        => NodeJson.Write(YamlParser.Parse("a.yaml", "/a.yaml", "[ a\ud800b ]").Documents.ShouldHaveSingleItem().Root).ShouldBe("[\"a\\uFFFDb\"]");

    [Theory]
    [InlineData("modelpath", "modelPath")]
    [InlineData("modlePath", "modelPath")]
    [InlineData("mdelPat", "modelPath")]
    [InlineData("model", "modelPath")]
    [InlineData("mod", null)]
    [InlineData("auht", "auth")]
    [InlineData("path", null)]
    [InlineData("haut", null)]
    [InlineData("", null)]
    [InlineData("MODELPATH", "modelPath")]
    [InlineData("modelPathology", null)]
    public void Find_Name_IsTheNearestKnownOne(string name, string? expected) => NearName.Find(name, ["modelPath", "auth"]).ShouldBe(expected);

    [Fact]
    public void Find_VeryLongName_IsNearToNothing() => NearName.Find(new string('a', 10_000), [new string('a', 9_999)]).ShouldBeNull();

    [Fact]
    public void Text_LongOne_IsCutShort() => Printable.Text(new string('a', 500)).Length.ShouldBe(81);

    [Fact]
    public void Locate_Offsets_AreCountedByEveryLineEndOfYaml()
    {
        var lines = new LineIndex("a\r\nb\nc\u2028d\u0085");

        lines.Count.ShouldBe(5);
        lines.Locate(0).ShouldBe((1, 1));
        lines.Locate(3).ShouldBe((2, 1));
        lines.Locate(6).ShouldBe((3, 2));
        lines.Locate(9).ShouldBe((5, 1));
        lines.Length(0).ShouldBe(1);
    }
}
