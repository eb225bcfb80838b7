using System.Globalization;
using System.Text;

namespace Kappa.Crash.Tests;

/// <summary>Takes values out of arguments as strace prints them with <c>-xx</c> and <c>-y</c>.</summary>
internal static class TracedText
{
    /// <summary>The number of a file: <c>12</c> of <c>12&lt;path&gt;</c>; null for the current directory.</summary>
    public static int? File(string argument)
    {
        int end = argument.IndexOf('<', StringComparison.Ordinal);
        return int.TryParse(end < 0 ? argument : argument[..end], out int file) ? file : null;
    }

    /// <summary>The path that <c>-y</c> adds to the number of a file; null where it does not.</summary>
    public static string? PathOfFile(string argument)
    {
        int start = argument.IndexOf('<', StringComparison.Ordinal);
        return start < 0 ? null : Encoding.UTF8.GetString(Bytes(
            argument.AsSpan((start + 1)..argument.IndexOf('>', StringComparison.Ordinal))));
    }

    /// <summary>A path in quotes.</summary>
    public static string Path(string argument) => Encoding.UTF8.GetString(Data(argument));

    /// <summary>All that is between quotes in an argument: a text, or those of an array of buffers.</summary>
    public static byte[] Data(string argument)
    {
        if (argument.EndsWith("...", StringComparison.Ordinal))
        {
            throw new InvalidDataException("The trace has a text that is cut short.");
        }

        var data = new MemoryStream();
        for (int at = argument.IndexOf('"', StringComparison.Ordinal); at >= 0;)
        {
            int end = argument.IndexOf('"', at + 1);
            data.Write(Bytes(argument.AsSpan(at + 1, end - at - 1)));
            at = argument.IndexOf('"', end + 1);
        }

        return data.ToArray();
    }

    private static byte[] Bytes(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] != '\\')
        {
            return Encoding.UTF8.GetBytes(text.ToArray());
        }

        byte[] bytes = new byte[text.Length / 4]; // Each is \xHH.
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = byte.Parse(text.Slice((4 * i) + 2, 2), NumberStyles.AllowHexSpecifier, null);
        }

        return bytes;
    }
}
