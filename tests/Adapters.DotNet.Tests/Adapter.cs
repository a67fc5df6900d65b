using Inference.Contracts;

namespace Inference.Adapters.DotNet.Tests;

/// <summary>The fixtures' adapters, as a component mounts them: below <see cref="Root"/> at <c>/Fixtures</c>.</summary>
internal static class Adapter
{
    public const string Assembly = "/Fixtures/Inference.Adapters.DotNet.Fixtures.dll";

    public static string Root => AppContext.BaseDirectory;

    /// <param name="type">Below the fixtures' namespace.</param>
    public static DotNetOptions Options(string type) => new() { Assembly = Assembly, Type = $"Inference.Adapters.DotNet.Fixtures.{type}" };

    public static ModelSource Source(params (string Name, string Value)[] environment) => new()
    {
        Component = "tests.model",
        Root = Root,
        Environment = environment.ToDictionary(variable => variable.Name, variable => variable.Value),
    };

    public static async Task<IModel> LoadAsync(string type, ModelSource? source = null)
    {
        var outcome = await new DotNetModelLoader(Options(type)).LoadAsync(source ?? Source(), TestContext.Current.CancellationToken);
        outcome.TryGet(out var model, out var error).ShouldBeTrue(error?.ToString());
        return model;
    }

    /// <summary>The error that loading ends in.</summary>
    public static async Task<InferenceError> FailAsync(DotNetOptions options, ModelSource? source = null)
    {
        var outcome = await new DotNetModelLoader(options).LoadAsync(source ?? Source(), TestContext.Current.CancellationToken);
        outcome.TryGet(out _, out var error).ShouldBeFalse("the model was loaded");
        error!.Code.ShouldBe(ErrorCode.ModelUnloadable);
        return error;
    }

    /// <summary>Copies the fixtures' folder into <paramref name="folder"/>, at the place where <see cref="Assembly"/> is looked for.</summary>
    public static string CopyTo(string folder)
    {
        var from = Path.Combine(Root, "Fixtures");
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(folder, "Fixtures", Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        return folder;
    }
}
