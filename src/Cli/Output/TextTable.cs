using Spectre.Console;

namespace Kappa.Cli;

/// <summary>Writes tables for people.</summary>
internal static class TextTable
{
    private const int AnyWidth = 4_000; // What is not a terminal has no width.
    private const int LeastWidth = 40;

    /// <summary>Writes a table.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="columns">Titles; one that begins with <c>&gt;</c> is a column of numbers, set to the right.</param>
    /// <param name="rows">The rows.</param>
    public static void Write(CliContext context, string[] columns, IEnumerable<string[]> rows) =>
        Write(context, context.Out, columns, rows);

    /// <inheritdoc cref="Write(CliContext, string[], IEnumerable{string[]})"/>
    public static void Write(CliContext context, TextWriter to, string[] columns, IEnumerable<string[]> rows)
    {
        var table = new Table { Border = TableBorder.Simple, ShowRowSeparators = false };
        foreach (string column in columns)
        {
            bool isNumber = column.StartsWith('>');
            var title = new TableColumn(new Text(column.TrimStart('>'))) { NoWrap = !context.OutputIsTerminal };
            table.AddColumn(isNumber ? title.RightAligned() : title);
        }

        foreach (string[] row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        using var text = new StringWriter();
        IAnsiConsole console = Open(text, isTerminal: false, hasColor: false);
        console.Profile.Width = context.OutputIsTerminal ? Math.Max(Console.WindowWidth, LeastWidth) : AnyWidth;
        console.Write(table);
        IEnumerable<string> lines = text.ToString().Split('\n').Select(line => line.TrimEnd());
        foreach (string line in lines.Where(line => line.Length > 0))
        {
            to.WriteLine(line);
        }
    }

    /// <summary>Opens a console for drawing.</summary>
    public static IAnsiConsole Open(TextWriter writer, bool isTerminal, bool hasColor)
    {
        return AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = hasColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
    }
}
