using System.Reflection;

namespace Inference.Adapters.DotNet.Running;

/// <summary>
/// What is kept of an exception of the user's code. Never the exception itself: it would keep the code in memory. Even its message is the user's code, and may throw.
/// </summary>
internal static class ExceptionText
{
    private const int LongestMessage = 4096;

    /// <summary>For an answer: type and message, no stack trace.</summary>
    public static string Of(Exception exception)
    {
        var cause = Unwrap(exception);
        var text = $"{cause.GetType().Name}: {Read(cause, static e => e.Message)}";

        // the initializer itself says nothing of what went wrong in it
        if (cause is TypeInitializationException { InnerException: { } inner })
            text += $" {Of(inner)}";
        return text.Length <= LongestMessage ? text : $"{text.AsSpan(0, LongestMessage)}…";
    }

    /// <summary>For the log: everything.</summary>
    public static string Details(Exception exception) => Read(exception, static e => e.ToString());

    /// <summary>What reflection and tasks wrapped.</summary>
    public static Exception Unwrap(Exception exception) => exception switch
    {
        TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        AggregateException { InnerExceptions: [{ } only] } => Unwrap(only),
        _ => exception,
    };

    private static string Read(Exception exception, Func<Exception, string?> read)
    {
        try
        {
            return read(exception) ?? "";
        }
        catch (Exception e)
        {
            // the user's own Message or ToString
            return $"({exception.GetType().Name} cannot say what happened: it raised {e.GetType().Name})";
        }
    }
}
