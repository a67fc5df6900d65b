namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>Requests to the model that takes as long as asked.</summary>
internal static class SlowModel
{
    public const string Quick = """{"inputs":[{"name":"iterations","datatype":"INT64","shape":[],"data":[1]}]}""";

    /// <summary>Longer than any test waits: to be given up.</summary>
    public const string Endless = """{"inputs":[{"name":"iterations","datatype":"INT64","shape":[],"data":[1000000000]}]}""";

    public static string EndlessWithTimeout(TimeSpan timeout) => $$"""{"parameters":{"timeout":{{(long)timeout.TotalMicroseconds}}},{{Endless[1..]}}""";
}
