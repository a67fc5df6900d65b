using System.Text.Json;

namespace Inference.Manifests.Tests.Agreement;

/// <summary>What a real API server makes of the definitions in manifests/crds.</summary>
[Collection<KindServerGroup>]
public sealed class DefinitionTests(KindServer server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("mlcomponents", "mlc")]
    [InlineData("apicomponents", "apic")]
    [InlineData("databoxes", "box")]
    public async Task Apply_Definition_IsEstablishedAndStructural(string plural, string shortName)
    {
        var definition = JsonDocument.Parse(await server.ControlPlane.KubectlAsync(Stop, "get", "crd", plural + ".unified-platform.cs.hse.ru", "-o", "json")).RootElement;

        var conditions = definition.GetProperty("status").GetProperty("conditions").EnumerateArray()
            .ToDictionary(item => item.GetProperty("type").GetString()!, item => item.GetProperty("status").GetString());
        conditions.ShouldBe(new Dictionary<string, string?> { ["NamesAccepted"] = "True", ["Established"] = "True" }, ignoreOrder: true);
        definition.GetProperty("status").GetProperty("acceptedNames").GetProperty("shortNames")[0].GetString().ShouldBe(shortName);
    }

    [Theory]
    [InlineData("mlcomponents", "NAME STATE URL MODEL READY AGE")]
    [InlineData("apicomponents", "NAME STATE URL COMPONENT AGE")]
    [InlineData("databoxes", "NAME STATE CAPACITY AGE")]
    public async Task Get_Objects_ArePrintedInColumns(string plural, string columns)
    {
        var manifest = plural switch { "mlcomponents" => ManifestText.Component, "apicomponents" => ManifestText.Api, _ => ManifestText.Box };
        var @namespace = "columns-" + plural;
        await server.CreateAsync(manifest.Replace("namespace: pu", $"namespace: {@namespace}", StringComparison.Ordinal), @namespace);

        var lines = (await server.ControlPlane.KubectlAsync(Stop, "get", plural + ".unified-platform.cs.hse.ru", "-n", @namespace)).Split('\n');

        Words(lines[0]).ShouldBe(columns);
        if (plural == "databoxes")
            Words(lines[1]).ShouldStartWith("data 1G ");
    }

    private static string Words(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
