using System.CommandLine;

namespace Kappa.Cli;

/// <summary>The option <c>-o</c>: how answers are written.</summary>
internal static class OutputOption
{
    public const string Text = "text";
    public const string Json = "json";
    public const string Ndjson = "ndjson";

    public static Option<string> Create(string fallback = Text, params string[] allowed)
    {
        string[] names = allowed.Length > 0 ? allowed : [Text, Json, Ndjson];
        var option = new Option<string>("--output", "-o")
        {
            Description = $"How to write the answer: {string.Join(", ", names)}. The default is {fallback}.",
            DefaultValueFactory = _ => fallback,
            HelpName = string.Join('|', names),
        };
        return option.AcceptOnlyFromAmong(names);
    }
}
