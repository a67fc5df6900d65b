using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Inference.Contracts;
using Inference.Testing;

namespace Inference.Adapters.DotNet.Tests.Loading;

/// <summary>What an author does who has nothing but the package: its README's adapter is built against it, loaded and run.</summary>
[Collection(nameof(Alone))]
public sealed class PackageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readme_AdapterBuiltAgainstThePackage_LoadsAndRuns()
    {
        using var folder = new TempFolder();
        var root = Repository();
        await DotNetAsync(root, "pack", Path.Combine(root, "src/Contracts/Contracts.csproj"), "--configuration", Configuration(), "--no-build", "--output", folder["feed"]);
        await using (var package = await ZipFile.OpenReadAsync(Directory.GetFiles(folder["feed"]).ShouldHaveSingleItem(), Stop))
            package.GetEntry("README.md").ShouldNotBeNull();
        var readme = await File.ReadAllTextAsync(Path.Combine(root, "src/Contracts/README.md"), Stop);
        folder.Write("adapter/Shouting.csproj", Block(readme, "xml"));
        folder.Write("adapter/ShoutingLoader.cs", Block(readme, "csharp"));
        folder.Write("nuget.config", $"""<configuration><packageSources><clear /><add key="feed" value="{folder["feed"]}" /></packageSources></configuration>""");

        // a package folder of its own: the machine's may hold an older one of the same version
        await DotNetAsync(folder.FullPath, "build", folder["adapter/Shouting.csproj"], "-warnaserror", "--output", folder["home/shouting/code"], $"-p:RestorePackagesPath={folder["packages"]}");

        File.Exists(folder["home/shouting/code/Inference.Contracts.dll"]).ShouldBeFalse();
        var manifest = Block(readme, "yaml");
        var options = new DotNetOptions { Assembly = Field(manifest, "assembly"), Type = Field(manifest, "type") };
        var source = new ModelSource { Component = "examples.shouting", Root = folder.FullPath, ModelPath = folder.Write("ending.txt", "?!\n") };
        (await new DotNetModelLoader(options).LoadAsync(source, Stop)).TryGet(out var model, out var error).ShouldBeTrue(error?.ToString());
        await using (model)
        {
            using var request = new InferenceRequest { Id = "test", Inputs = [new NamedTensor("text", Tensor.FromText(DataType.Str, "hello"u8))] };
            using var result = await model!.InferAsync(request, Stop);
            result.Error.ShouldBeNull();
            result.Outputs[0].Tensor.Text().ShouldBe("HELLO?!");
        }
    }

    private static string Block(string readme, string language) => Regex.Match(readme, $"```{language}\n(.*?)```", RegexOptions.Singleline, TimeSpan.FromSeconds(5)).Groups[1].Value;

    private static string Field(string manifest, string name) => Regex.Match(manifest, $@"\b{name}: ([^ ,}}]+)", RegexOptions.None, TimeSpan.FromSeconds(5)).Groups[1].Value;

    private static string Configuration() => AppContext.BaseDirectory.Contains("/Release/") ? "Release" : "Debug";

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Inference.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    private static async Task DotNetAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [.. arguments, "-nologo", "-nodeReuse:false"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["MSBUILDDISABLENODEREUSE"] = "1", ["UseSharedCompilation"] = "false" },
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        process.ExitCode.ShouldBe(0, output);
    }
}
