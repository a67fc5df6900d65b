using FsCheck;
using FsCheck.Fluent;
using static Inference.Manifests.Tests.ManifestText;

namespace Inference.Manifests.Tests;

public sealed class SecretTests
{
    private const string Password = "hunter2";

    [Fact]
    public void Values_DataAndStringData_AreMergedAndStringDataWins()
    {
        foreach (var text in (string[])[ManifestText.Secret.Replace("bob", "alice", StringComparison.Ordinal), Swap(ManifestText.Secret.Replace("bob", "alice", StringComparison.Ordinal))])
        {
            var secret = Read(text.Replace(Password, "later", StringComparison.Ordinal)).Secrets.ShouldHaveSingleItem().Manifest;

            secret.Values.ShouldHaveSingleItem().Value.ToText().ShouldBe("later");
        }

        Read(ManifestText.Secret).Secrets[0].Manifest.Values["alice"].ToText().ShouldBe(Password);
    }

    [Fact]
    public void ToString_Secret_HoldsNoValue()
    {
        var secret = Read(ManifestText.Secret).Secrets.ShouldHaveSingleItem().Manifest;

        secret.ToString().ShouldBe("Secret { Namespace = pu, Name = users, Values = 2 }");
        secret.Values["bob"].ToString().ShouldBe("(secret)");
        secret.Values["bob"].Bytes.Length.ShouldBe(7);
    }

    [Fact]
    public void Diagnostics_PasswordAnywhereInASecret_IsNeverRepeated()
    {
        // every line of a Secret may have the password in it, in any shape
        var shapes = Gen.Elements(
            "{0}", "hunter2: {0}", "{0}: x", "data: {0}", "data: [ {0} ]", "data: {{ alice: {0} }}", "data: {{ {0}: {0} }}", "stringData: {{ {0}: 5 }}", "stringData: {{ alice: *{0} }}",
            "stringData: {{ alice: &{0} }}", "stringData: {{ alice: !{0} x }}", "type: [ {0} ]", "immutable: {0}", "stringdata: {{ alice: {0} }}", "stringData: {{ {0}: a, {0}: b }}",
            "metadata: {{ name: users, namespace: pu, label: {0} }}", "metadata: {{ name: '{0}!', namespace: '{0}.x' }}", "metadata: {{ name: users, namespace: pu, labels: {{ {0}: [ {0} ] }} }}",
            "'{0}", "[{0}", "a: {0}: {0}", "\t{0}", "%{0}", "@{0}", "`{0}", "? {0}", "- {0}", "|{0}", "\"\\{0}\"", "{0}: {{ {0}: 1, {0}: 2 }}");
        var texts = shapes.NonEmptyListOf().Select(lines =>
            "apiVersion: v1\nkind: Secret\n" + string.Join('\n', lines.Select(line => string.Format(null, line, Password))) + "\n");

        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var set = ManifestReader.ReadTexts([("a.yaml", text), ("b.yaml", Api.Replace("path: image", "path: image, auth: { basic: { credentials: users } }", StringComparison.Ordinal))]);
            return set.Diagnostics.All(diagnostic => !diagnostic.ToString().Contains(Password, StringComparison.Ordinal))
                && set.Documents.All(document => document is { Kind: not Password } && !(document.Namespace + document.Name).Contains(Password, StringComparison.Ordinal));
        }).QuickCheckThrowOnFailure();
    }

    private static string Swap(string text)
    {
        var lines = text.Split('\n');
        (lines[3], lines[4]) = (lines[4], lines[3]);
        return string.Join('\n', lines);
    }
}
