using System.CommandLine;
using Kappa.Snapshots;

namespace Kappa.Cli;

/// <summary><c>kappa snapshot show</c>.</summary>
internal static class SnapshotShowCommand
{
    private const string Csv = "csv";
    private const string Parquet = "parquet";

    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "show", "Write the table that a topic has, now or at any moment, from its change log alone.",
            "kappa snapshot show airports --dir kappa-demo",
            "kappa snapshot show airports --as-of 2026-11-29 -o csv --dir kappa-demo",
            "kappa snapshot show airports --as-of 2026-11-30T02:00:00Z -o parquet --out airports.parquet " +
            "--dir kappa-demo",
            "kappa snapshot show airports --as-of airports/0=1500,airports/1=1700 --dir kappa-demo");
        var topic = new Argument<string>("TOPIC") { Description = "Name of the topic." };
        var asOf = new Option<string?>("--as-of")
        {
            Description = "A snapshot, a time, or the first offsets that do not count. The default is now.",
            HelpName = "ID|TIME|TOPIC/P=OFFSET,...",
        };
        Option<string> output = OutputOption.Create(OutputOption.Ndjson, OutputOption.Ndjson, Csv, Parquet);
        var file = new Option<string?>("--out")
        {
            Description = "A file to write to. The default is standard output.",
            HelpName = "FILE",
        };
        var source = new LogSource();
        command.Arguments.Add(topic);
        command.Options.Add(asOf);
        command.Options.Add(output);
        command.Options.Add(file);
        source.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            string format = parsed.GetValue(output)!;
            string? path = parsed.GetValue(file);
            return format == Parquet && path is null && context.OutputIsTerminal
                ? throw ParquetErrors.NoTerminal()
                : RunAsync(
                    context, SnapshotAccess.Open(context, parsed, source), parsed.GetRequiredValue(topic),
                    parsed.GetValue(asOf), (format, path), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        CliContext context, ISnapshotAccess opened, string name, string? asOf, (string Format, string? Path) output,
        CancellationToken cancellationToken)
    {
        using ISnapshotAccess access = opened;
        using TableFold rows = await access.FoldAsync(name, asOf, cancellationToken);
        if (output is { Path: null, Format: not Parquet })
        {
            WriteText(rows, output.Format, context.Out);
            return ExitCodes.Done;
        }

        await TableFile.WriteAsync(context, output.Path, WriteAsync);
        return ExitCodes.Done;

        async Task WriteAsync(FileStream to)
        {
            if (output.Format == Parquet)
            {
                IReadOnlyDictionary<string, ColumnType> columns =
                    await ColumnsAsync(access, name, asOf, cancellationToken);
                await TableParquet.WriteAsync(rows, name, columns, to, cancellationToken);
            }
            else
            {
                await using var text = new StreamWriter(to, leaveOpen: true);
                WriteText(rows, output.Format, text);
            }
        }
    }

    private static void WriteText(TableFold rows, string format, TextWriter output) =>
        _ = format == Csv ? TableWriter.WriteCsv(rows, output) : TableWriter.WriteLines(rows, output);

    /// <summary>What is remembered of the columns: by the snapshot that is shown, else by the last one.</summary>
    private static async Task<IReadOnlyDictionary<string, ColumnType>> ColumnsAsync(
        ISnapshotAccess access, string topic, string? moment, CancellationToken cancellationToken)
    {
        SnapshotManifest? last = null;
        await foreach (SnapshotManifest snapshot in access.SnapshotsAsync(topic, cancellationToken))
        {
            last = snapshot;
            if (snapshot.Id == moment)
            {
                break;
            }
        }

        return last?.Columns ?? new Dictionary<string, ColumnType>();
    }
}
