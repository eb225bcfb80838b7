using System.CommandLine;

namespace Kappa.Cli;

/// <summary>Repeats the options that named a worker, for commands that a user is told to type next.</summary>
internal static class ServerText
{
    /// <summary>Gives <c> --dir DIR</c>, <c> --server HOST:PORT</c>, or nothing.</summary>
    public static string Of(ParseResult parsed, ServerOptions options) =>
        parsed.GetValue(options.Directory) is { } directory ? $" --dir {Quoted(directory)}"
        : parsed.GetValue(options.Server) is { } server ? $" --server {Quoted(server)}" : "";

    /// <summary>A value as a shell takes it.</summary>
    public static string Quoted(string value) =>
        value.All(sign => char.IsLetterOrDigit(sign) || "/.:_-[]~".Contains(sign, StringComparison.Ordinal))
            ? value : $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
