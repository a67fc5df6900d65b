using System.Text.Json;
using Inference.InferenceHost.FunctionalTests.Life;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.DotNet;

/// <summary>manifests/samples/text-dotnet as it lies in the repository, with its code as this build made it.</summary>
public sealed class LanguageSampleTests : IAsyncLifetime
{
    private static readonly string Sample = Path.Combine(Path.GetDirectoryName(Repository.Sample)!, "text-dotnet");
    private HostProcess? host;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => host = await HostProcess.StartAsync(new HostStart(Sample), Stop);

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
    }

    [Fact]
    public async Task Predict_EverydayTexts_NamesTheirLanguages()
    {
        (string Text, string Language)[] texts =
        [
            ("Wo ist denn hier der nächste Bahnhof?", "de"),
            ("The weather is going to be fine tomorrow", "en"),
            ("Je voudrais une tasse de café, s'il vous plaît", "fr"),
            ("Сегодня на улице очень холодно", "ru"),
            ("Minulla on kaksi koiraa ja kissa", "fi"),
            ("Dzisiaj jest bardzo ładna pogoda", "pl"),
        ];
        foreach (var (text, language) in texts)
        {
            var output = await AskAsync(text);
            output.GetProperty("datatype").GetString().ShouldBe("dict");
            output.GetProperty("data").GetProperty("language").GetString().ShouldBe(language, text);
            output.GetProperty("data").GetProperty("scores").GetProperty(language).GetDouble().ShouldBeInRange(0.5, 1);
        }
    }

    [Fact]
    public async Task Predict_NoLetters_IsTheCallersFault()
    {
        var response = await PostAsync("12345 !");

        response.Status.ShouldBe(400, response.Text);
        response.Text.ShouldContain("expected a text with a letter in it");
    }

    [Fact]
    public async Task Metadata_OfTheComponent_SaysWhatItIs()
    {
        var response = await RawRequest.Get("/v2/models/language").SendAsync(host!.InternalUrl);

        response.Json.GetProperty("platform").GetString().ShouldBe("dotnet", response.Text);
        response.Json.GetProperty("inputs")[0].GetProperty("name").GetString().ShouldBe("text");
    }

    [Fact]
    public async Task Training_RunAgain_WritesTheSameModel()
    {
        using var folder = new Testing.TempFolder();
        var program = Path.Combine(Sample, "box", "code", "Language.dll");
        using var training = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("dotnet", [program, Path.Combine(Sample, "texts"), folder["again.tsv"]]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var report = await training.StandardOutput.ReadToEndAsync(Stop);
        await training.WaitForExitAsync(Stop);

        (await File.ReadAllBytesAsync(folder["again.tsv"], Stop)).ShouldBe(await File.ReadAllBytesAsync(Path.Combine(Sample, "box", "models", "language.tsv"), Stop));
        (await File.ReadAllTextAsync(Path.Combine(Sample, "README.md"), Stop)).ShouldContain(report.TrimEnd(), customMessage: "the README says how good the model is");
    }

    private async Task<JsonElement> AskAsync(string text)
    {
        var response = await PostAsync(text);
        response.Status.ShouldBe(200, response.Text);
        return response.Json.GetProperty("outputs")[0];
    }

    private Task<RawResponse> PostAsync(string text) =>
        RawRequest.Post("/samples/language/predict", $$"""{"inputs":[{"name":"text","datatype":"str","data":{{JsonSerializer.Serialize(text)}}}]}""").SendAsync(host!.PublicUrl);
}
