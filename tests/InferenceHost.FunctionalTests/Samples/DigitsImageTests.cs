using System.Text.RegularExpressions;
using Inference.InferenceHost.FunctionalTests.Life;
using Inference.InferenceHost.FunctionalTests.Python;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Samples;

/// <summary>manifests/samples/digits-image as its README says it is used.</summary>
public sealed partial class DigitsImageTests
{
    private static readonly string Sample = Repository.SampleOf("digits-image");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readme_ItsLines_NameTheDigit()
    {
        await using var host = await HostProcess.StartAsync(new HostStart(Sample) { Options = PythonFolder.Options }, Stop);
        var readme = await File.ReadAllTextAsync(Path.Combine(Sample, "README.md"), Stop);
        var blocks = CurlBlock().Matches(readme).Select(block => block.Groups["lines"].Value.Replace("http://127.0.0.1:8080/", host.PublicUrl.AbsoluteUri, StringComparison.Ordinal)).ToArray();
        blocks.Length.ShouldBe(2);

        foreach (var block in blocks)
            (await Shell.RunAsync(block, Path.Combine(Sample, "../../.."), Stop)).ShouldContain("""{"name":"label","datatype":"INT32","shape":[1],"data":[7]}""");
    }

    [Fact]
    public async Task Predict_WhatIsNoImage_SaysSo()
    {
        await using var host = await HostProcess.StartAsync(new HostStart(Sample) { Options = PythonFolder.Options }, Stop);

        var answer = await Shell.RunAsync(
            $$"""curl -sS '{{host.PublicUrl}}samples/digits-image/predict' -F image=@README.md -F 'request={"inputs":[{"name":"image","datatype":"FILE","data":"image"}]}'""", Sample, Stop);

        answer.ShouldContain("\"status\":400,\"detail\":\"the file is no image that Pillow can read");
    }

    [GeneratedRegex("```bash\n(?<lines>curl .*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CurlBlock();
}
