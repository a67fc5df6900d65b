using System.CommandLine;
using InferenceHost.Hosting;

// what arrives at a socket is dealt with by the thread that learns of it, without a change of threads; read by the framework at its first socket
const string Inline = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
if (Environment.GetEnvironmentVariable(Inline) is null)
    Environment.SetEnvironmentVariable(Inline, "1");

// signals are ours to handle: a host finishes what it has in hand
return await CommandLine.Build().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
