using System.Text.Json;
using Kappa.Logs;
using Kappa.Worker;

namespace Kappa.Cli.Tests;

/// <summary>The segment files of a log that was written and closed.</summary>
public sealed class LogCommandTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public LogCommandTests()
    {
        using EmbeddedLog log = EmbeddedLog.Open(DiskFileSystem.Instance, new DataDirectory(Data).Log);
        log.CreateTopic("orders", new TopicSettings());
        using ILogProducer producer = log.OpenProducer("writer");
        using RecordBuffer records = new();
        records.Add(1, true, "a"u8, true, "one"u8);
        records.Add(2, true, "b"u8, true, "two"u8);
        producer.Append(new TopicPartition("orders", 0), records);
        producer.Commit();
    }

    private string Data => _scratch.File("data");

    private string Partition => Path.Combine(new DataDirectory(Data).Log, "orders-0");

    private string Segment => Path.Combine(Partition, $"{0:D20}.log");

    [Fact]
    public async Task Each_batch_is_shown_with_its_facts()
    {
        CliResult result = await Cli.RunAsync("log", "inspect", Partition, "-o", "ndjson");

        JsonElement[] batches = [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonElement.Parse(line))];
        Assert.Equal(
            [(0L, 1L, 2, "none", true), (2L, 2L, 1, "commit", true)],
            batches.Select(batch => (
                batch.GetProperty("baseOffset").GetInt64(), batch.GetProperty("lastOffset").GetInt64(),
                batch.GetProperty("records").GetInt32(), batch.GetProperty("control").GetString()!,
                batch.GetProperty("transactional").GetBoolean())));
        Assert.Contains("offsets 0 to 1, 2 records", (await Cli.RunAsync("log", "inspect", Data)).Output);
    }

    [Fact]
    public async Task A_whole_log_is_all_right()
    {
        CliResult result = await Cli.RunAsync("log", "verify", Data);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("orders-0: 1 segments, 2 batches, 2 records", result.Output);
        Assert.Contains("all right", result.Output);
    }

    [Fact]
    public async Task A_flipped_bit_is_exit_74_with_file_byte_and_offset()
    {
        byte[] bytes = await File.ReadAllBytesAsync(Segment, TestContext.Current.CancellationToken);
        bytes[70] ^= 1;
        await File.WriteAllBytesAsync(Segment, bytes, TestContext.Current.CancellationToken);

        CliResult result = await Cli.RunAsync("log", "verify", Data);

        Assert.Equal(74, result.ExitCode);
        Assert.Contains($"{Segment} is damaged at byte 0 (offset 0)", result.Error);
        Assert.Contains("1 damaged", result.Output);
    }

    [Fact]
    public async Task A_directory_without_segments_is_exit_3() =>
        (await Cli.RunAsync("log", "verify", _scratch.File("none"))).AssertFailed(3, "KAP7152");

    public void Dispose() => _scratch.Dispose();
}
