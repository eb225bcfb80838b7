using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Kappa.Logs;

namespace Kappa.Cli;

/// <summary><c>kappa log inspect</c>: what each batch of a partition is.</summary>
internal static class LogInspectCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "inspect", "Show the batches in the segment files of partitions, one line each.",
            "kappa log inspect kappa-demo/log/flights-0", "kappa log inspect /var/lib/kafka/data/flights-0 -o ndjson");
        var directory = new Argument<string>("DIR")
        {
            Description = "Directory of a partition, of a log, or a data directory.",
        };
        Option<string> output = OutputOption.Create(OutputOption.Text, OutputOption.Text, OutputOption.Ndjson);
        command.Arguments.Add(directory);
        command.Options.Add(output);
        command.SetAction((parsed, cancellationToken) =>
        {
            bool isText = parsed.GetValue(output) == OutputOption.Text;
            bool isWhole = true;
            foreach (PartitionDirectory partition in PartitionDirectories.Find(parsed.GetRequiredValue(directory)))
            {
                foreach (SegmentFile segment in partition.Segments)
                {
                    isWhole &= Print(context, partition, segment, isText, cancellationToken);
                }
            }

            return Task.FromResult(isWhole ? ExitCodes.Done : ExitCodes.DiskFailure);
        });
        return command;
    }

    private static bool Print(
        CliContext context, PartitionDirectory partition, SegmentFile segment, bool isText,
        CancellationToken cancellationToken)
    {
        using SegmentReader reader = partition.OpenSegment(segment);
        if (isText)
        {
            context.Out.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{segment.Path}: {segment.Bytes:N0} bytes"));
        }

        bool isWhole = true;
        while (reader.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            context.Out.WriteLine(isText
                ? Text(reader.Batch, reader.Damage)
                : JsonSerializer.Serialize(
                    LogBatch.Of(segment.Path, reader.Batch, reader.Damage), LogJson.Default.LogBatch));
            isWhole &= reader.Damage is null;
        }

        if (reader.Damage is { } damage)
        {
            context.Error.WriteLine($"{damage.Path}, byte {damage.Position}, offset {damage.Offset}: {damage.What}");
        }

        return isWhole && reader.Damage is null;
    }

    private static string Text(in SegmentBatch batch, SegmentDamage? damage)
    {
        string producer = batch.ProducerId < 0 ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $", producer {batch.ProducerId} epoch {batch.ProducerEpoch} sequence {batch.BaseSequence}");
        string kind = batch.Control != ControlType.None ? $", {batch.Control.ToString().ToUpperInvariant()}"
            : batch.IsTransactional ? ", transactional" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  byte {batch.Position}: offsets {batch.BaseOffset} to {batch.LastOffset}, {batch.Records} records, " +
            $"{batch.Bytes} bytes, {batch.Codec}{kind}{producer}{(damage is null ? "" : $" DAMAGED: {damage.What}")}");
    }
}
