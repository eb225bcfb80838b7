using Kappa.Kafka;
using Kappa.Logs;

namespace Kappa.Cli.Tests;

/// <summary>What of a machine is wrong for a worker, and what is only not the best.</summary>
public sealed class DoctorCheckTests
{
    private const long Gigabyte = 1L << 30;

    [Theory]
    [InlineData(100L << 20, "Wrong"), InlineData(3 * Gigabyte, "Warning"), InlineData(60 * Gigabyte, "Good")]
    public void A_disk_that_is_full_is_wrong_and_one_that_will_be_is_a_warning(long free, string level) =>
        Assert.Equal(level, $"{RoomCheck.Judge(free, 100 * Gigabyte).Level}");

    [Fact]
    public void On_a_small_disk_a_tenth_that_is_free_will_do() =>
        Assert.Equal(FindingLevel.Good, RoomCheck.Judge(2 * Gigabyte, 10 * Gigabyte).Level);

    [Theory]
    [InlineData(3, "ext4", "Wrong", "it says that it has synced, and has not")]
    [InlineData(800, "tmpfs", "Wrong", "The directory lies in memory (tmpfs)")]
    [InlineData(50_000, "ext4", "Warning", "Each commit waits for one")]
    [InlineData(700, "ext4", "Good", "A page is durable after 0.7 ms")]
    [InlineData(700, null, "Good", "A page is durable after 0.7 ms")]
    public void A_sync_takes_time_and_not_too_much(int microseconds, string? fileSystem, string level, string says)
    {
        Finding finding = SyncCheck.Judge(
            TimeSpan.FromMicroseconds(microseconds), TimeSpan.FromMicroseconds(2 * microseconds), fileSystem);

        Assert.Equal(level, $"{finding.Level}");
        Assert.Contains(says, finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_in_memory_is_found_by_its_mount()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "There is no file system in memory here.");

        Finding finding = SyncCheck.Look("/dev/shm", DiskFileSystem.Instance);

        Assert.Equal(FindingLevel.Wrong, finding.Level);
        Assert.Contains("tmpfs", finding.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1024", "Wrong"), InlineData("8192", "Warning"), InlineData("1048576", "Good")]
    [InlineData("unlimited", "Good")]
    public void A_process_may_open_enough_files(string soft, string level) => Assert.Equal(level, $"{LimitsCheck.Judge(
        "Limit                     Soft Limit           Hard Limit           Units\n" +
        $"Max open files            {soft}              1048576              files\n").Level}");

    [Fact]
    public void A_clock_that_nothing_keeps_right_is_a_warning()
    {
        DateTimeOffset now = new(2026, 12, 1, 9, 30, 0, TimeSpan.Zero);

        Assert.Equal(FindingLevel.Warning, ClockCheck.Judge(false, now).Level);
        Assert.Equal("It shows 2026-12-01 09:30:00 UTC and is kept right.", ClockCheck.Judge(true, now).What);
        Assert.Equal(FindingLevel.Good, ClockCheck.Judge(null, now).Level);
    }

    [Fact]
    public void Little_memory_is_a_warning() =>
        Assert.Equal(FindingLevel.Warning, MachineCheck.Memory(512L << 20, 1).Level);

    [Fact]
    public void Brokers_that_do_not_answer_are_wrong_and_those_that_are_slow_a_warning()
    {
        Finding away = BrokerCheck.Look(new KafkaLogOptions
        {
            Properties = new Dictionary<string, string> { ["bootstrap.servers"] = "127.0.0.1:1" },
            Timeout = TimeSpan.FromSeconds(1),
        });

        Assert.Equal(FindingLevel.Wrong, away.Level);
        Assert.Contains("127.0.0.1:1", away.What, StringComparison.Ordinal);
        Assert.Equal(FindingLevel.Warning, BrokerCheck.Judge(12, TimeSpan.FromSeconds(3)).Level);
        Assert.Equal(FindingLevel.Good, BrokerCheck.Judge(12, TimeSpan.FromMilliseconds(80)).Level);
    }
}
