using System.CommandLine;
using InferenceHost.Hosting;

// signals are ours to handle: a host finishes what it has in hand
return await CommandLine.Build().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
