namespace Inference.Testing.Hosts;

/// <summary>What a run of the program came to.</summary>
public sealed record HostRun(int ExitCode, string Output, string Errors);
