using System.Globalization;

namespace Kappa.Crash.Tests;

/// <summary>Reads what <c>strace -f -ttt -xx</c> has written: calls, and which of them overlap.</summary>
internal static class TraceReader
{
    private const string Unfinished = " <unfinished ...>";

    /// <summary>The calls that are traced: all that change files or their names.</summary>
    public static IReadOnlyList<string> Calls { get; } =
    [
        "open", "openat", "creat", "close", "dup", "dup2", "dup3", "lseek", "write", "pwrite64", "writev", "pwritev",
        "pwritev2", "truncate", "ftruncate", "fallocate", "copy_file_range", "sendfile", "fsync", "fdatasync",
        "rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir", "link", "linkat", "mkdir", "mkdirat",
    ];

    /// <summary>The moments of a trace in order.</summary>
    public static List<TracedMoment> Read(string path)
    {
        var moments = new List<TracedMoment>();
        var open = new Dictionary<string, TracedCall>();
        foreach (string line in File.ReadLines(path))
        {
            string[] parts = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 3 && parts[2][0] is not ('+' or '-'))
            {
                Take(moments, open, parts[0], TimeOf(parts[1]), parts[2]);
            }
        }

        return moments;
    }

    private static void Take(
        List<TracedMoment> moments, Dictionary<string, TracedCall> open, string thread, DateTimeOffset time,
        string text)
    {
        if (text.StartsWith("<... ", StringComparison.Ordinal))
        {
            if (open.Remove(thread, out TracedCall? resumed))
            {
                resumed.Result = ResultOf(text);
                moments.Add(new TracedMoment(resumed, IsEnd: true, time));
            }

            return;
        }

        bool isWhole = !text.EndsWith(Unfinished, StringComparison.Ordinal);
        int bracket = text.IndexOf('(', StringComparison.Ordinal);
        string arguments = isWhole
            ? text[(bracket + 1)..text.LastIndexOf(" = ", StringComparison.Ordinal)].TrimEnd()[..^1]
            : text[(bracket + 1)..^Unfinished.Length];
        var call = new TracedCall(text[..bracket], Split(arguments));
        moments.Add(new TracedMoment(call, IsEnd: false, time));
        if (isWhole)
        {
            call.Result = ResultOf(text);
            moments.Add(new TracedMoment(call, IsEnd: true, time));
        }
        else
        {
            open[thread] = call;
        }
    }

    private static DateTimeOffset TimeOf(string seconds) => DateTimeOffset.UnixEpoch.AddTicks(
        (long)(decimal.Parse(seconds, CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond));

    private static long? ResultOf(string text)
    {
        string result = text[(text.LastIndexOf(" = ", StringComparison.Ordinal) + 3)..];
        int length = result.TakeWhile((letter, at) => char.IsAsciiDigit(letter) || (at == 0 && letter == '-')).Count();
        return length == 0 ? null : long.Parse(result.AsSpan(0, length), CultureInfo.InvariantCulture);
    }

    /// <summary>Splits at the commas between arguments; texts are in hexadecimal, so they have none.</summary>
    private static List<string> Split(string arguments)
    {
        var split = new List<string>();
        int depth = 0;
        int from = 0;
        for (int at = 0; at < arguments.Length; at++)
        {
            depth += arguments[at] switch { '[' or '{' => 1, ']' or '}' => -1, _ => 0 };
            if (arguments[at] == ',' && depth == 0)
            {
                split.Add(arguments[from..at].Trim());
                from = at + 1;
            }
        }

        split.Add(arguments[from..].Trim());
        return split;
    }
}
