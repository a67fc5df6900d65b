using System.Diagnostics;
using Inference.Testing;
using Microsoft.Playwright;

namespace Inference.InferenceHost.PageTests;

/// <summary>What the page says can be pasted is pasted.</summary>
public sealed class SnippetTests(Chromium browser)
{
    private const string Password = "open: sésame";
    private const string Document = "a file's.txt";

    // as "dotnet new console" writes it
    private const string ConsoleProject = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
          </PropertyGroup>
        </Project>
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var path in (string[])["digits", "kinds", "guarded", "file"])
            {
                foreach (var language in (string[])["curl", "Python", "C#", "JavaScript"])
                    cases.Add(path, language);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Snippet_Pasted_Predicts(string path, string language)
    {
        await using var tab = await browser.OpenAsync($"/pages/{path}");
        if (path == "guarded")
        {
            await tab.Page.GetByLabel("User").FillAsync("bob");
            await tab.Page.GetByLabel("Password").FillAsync(Password);
            await tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Continue" }).ClickAsync();
        }

        await tab.ReadyAsync();
        if (path == "file")
            await tab.Page.GetByLabel("A file of this machine").SetInputFilesAsync(new FilePayload { Name = Document, MimeType = "text/plain", Buffer = new byte[321] });
        var index = Array.IndexOf(["curl", "Python", "C#", "JavaScript"], language);
        var code = (await tab.Page.Locator($"#snippet-{index} pre").TextContentAsync()).ShouldNotBeNull();

        var said = await RunAsync(language, code);

        said.ShouldContain(path switch { "digits" => "label", "file" => "321", _ => "ünïcode" });
        code.ShouldNotContain(Password);
    }

    private static async Task<string> RunAsync(string language, string code)
    {
        using var folder = new TempFolder();
        var (program, file) = language switch
        {
            "curl" => ("bash", "call.sh"),
            "Python" => ("/usr/bin/python3", "call.py"),
            "JavaScript" => ("node", "call.mjs"),
            _ => ("dotnet", "Program.cs"),
        };
        await File.WriteAllTextAsync(folder[file], code, Stop);
        await File.WriteAllBytesAsync(folder[Document], new byte[321], Stop);
        if (language == "C#")
            await File.WriteAllTextAsync(folder["call.csproj"], ConsoleProject, Stop);
        string[] arguments = language == "C#" ? ["run"] : [file];
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder.FullPath, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["INFERENCE_PASSWORD"] = Password;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Stop);
        var output = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        process.ExitCode.ShouldBe(0, $"{code}\n{await errors}{output}");
        return output;
    }
}
