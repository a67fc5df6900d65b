using System.CommandLine;
using ManifestController.Hosting;

// signals are ours to handle: a pass that has begun is finished
return await CommandLine.Build().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
