using Inference.Adapters.DotNet.Running;
using Inference.Contracts;

namespace Inference.Adapters.DotNet.Loading;

/// <summary>Says what an exception while loading means to the author of the adapter.</summary>
internal static class LoadFailure
{
    /// <param name="exception">What was raised; only text is kept of it.</param>
    /// <param name="stage">What was done: "the constructor of Ocr.Model raised".</param>
    /// <param name="options">What the component asked for.</param>
    /// <param name="root">The component's root, which messages do not show.</param>
    public static InferenceError Of(Exception exception, string stage, DotNetOptions options, string root)
    {
        var cause = Deepest(exception);
        var text = ExceptionText.Of(exception).Replace(Path.TrimEndingDirectorySeparator(root), "");
        return Unloadable.Because($"{options.Assembly}: {stage} {text}{Hint(cause)}");
    }

    private static string Hint(Exception cause)
    {
        var contracts = typeof(IModel).Assembly.GetName();
        return cause switch
        {
            FileNotFoundException { FileName: { } name } when name.Contains(", Version=") =>
                "; upload the whole output folder, with its .deps.json and every .dll (for a class library: <EnableDynamicLoading>true</EnableDynamicLoading>)",
            FileLoadException { FileName: { } name } when name.Contains(", Version=") =>
                $"; it needs another version than the one that is there: build it for .NET {Environment.Version.ToString(2)} and {contracts.Name} {contracts.Version}, with all its packages restored anew",
            BadImageFormatException => "; upload the whole output folder again",
            DllNotFoundException => "; put the native library for this machine into the adapter's folder, or install it in the image",
            TypeLoadException or MissingMemberException =>
                $"; it does not fit what it runs with: build it against {contracts.Name} {contracts.Version} and upload the whole output folder",
            _ => "",
        };
    }

    private static Exception Deepest(Exception exception) => ExceptionText.Unwrap(exception) switch
    {
        TypeInitializationException { InnerException: { } inner } => Deepest(inner),
        var cause => cause,
    };
}
