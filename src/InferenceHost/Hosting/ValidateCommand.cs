using System.CommandLine;
using Inference.Manifests;

namespace InferenceHost.Hosting;

/// <summary><c>validate</c>: prints everything that is wrong with the manifests of a folder.</summary>
internal static class ValidateCommand
{
    public static Command Build()
    {
        var source = new Argument<string>("folder") { Description = "A folder of manifests, or one manifest file." };
        var command = new Command("validate", "Prints every mistake in the manifests with file:line:column; exits with 1 if there is an error.") { source };
        command.SetAction(parsed => Run(parsed.GetValue(source)!));
        return command;
    }

    private static int Run(string source)
    {
        if (!Directory.Exists(source) && !File.Exists(source))
        {
            Console.Error.WriteLine($"'{source}' is neither a folder nor a file");
            return 1;
        }

        var manifests = ManifestReader.ReadFolder(source);
        foreach (var diagnostic in manifests.Diagnostics)
            Console.Out.WriteLine(diagnostic);
        Console.Out.WriteLine($"{manifests.Documents.Count} documents, {manifests.Diagnostics.Count(diagnostic => diagnostic.Severity == Severity.Error)} errors");
        return manifests.HasErrors ? 1 : 0;
    }
}
