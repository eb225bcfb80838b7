using System.CommandLine;
using System.Globalization;
using Kappa.Logs;

namespace Kappa.Cli;

/// <summary><c>kappa log verify</c>: reads and checks every batch and every record.</summary>
internal static class LogVerifyCommand
{
    public static Command Create(CliContext context)
    {
        var command = new CliCommand(
            "verify", "Read every batch and every record of segment files, and name what is damaged; exit 74 then.",
            "kappa log verify kappa-demo", "kappa log verify /var/lib/kafka/data/flights-0");
        var directory = new Argument<string>("DIR")
        {
            Description = "Directory of a partition, of a log, or a data directory.",
        };
        command.Arguments.Add(directory);
        command.SetAction((parsed, cancellationToken) =>
        {
            bool isWhole = true;
            foreach (PartitionDirectory partition in PartitionDirectories.Find(parsed.GetRequiredValue(directory)))
            {
                isWhole &= Verify(context, partition, cancellationToken);
            }

            return Task.FromResult(isWhole ? ExitCodes.Done : ExitCodes.DiskFailure);
        });
        return command;
    }

    private static bool Verify(CliContext context, PartitionDirectory partition, CancellationToken cancellationToken)
    {
        (long batches, long records, long bytes, long flaws) = (0, 0, 0, 0);
        foreach (SegmentFile segment in partition.Segments)
        {
            using SegmentReader reader = partition.OpenSegment(segment);
            while (reader.MoveNext())
            {
                cancellationToken.ThrowIfCancellationRequested();
                batches++;
                records += reader.Batch.Control == ControlType.None ? reader.Batch.Records : 0;
                bytes += reader.Batch.Bytes;
                if (reader.CheckRecords() is { } error)
                {
                    flaws++;
                    context.Error.WriteLine(error.Message);
                }
            }

            if (reader.Damage is { } damage)
            {
                flaws++;
                context.Error.WriteLine(damage.ToError().Message);
            }
        }

        context.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{partition.Path}: {partition.Segments.Count} segments, {batches:N0} batches, {records:N0} records, " +
            $"{bytes:N0} bytes: {(flaws == 0 ? "all right" : $"{flaws:N0} damaged")}"));
        return flaws == 0;
    }
}
