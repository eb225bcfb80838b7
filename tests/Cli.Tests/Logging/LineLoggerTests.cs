using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Kappa.Cli.Tests;

public sealed class LineLoggerTests : IDisposable
{
    private readonly StringWriter _written = new();
    private readonly ManualClock _clock = new();

    private string[] Lines => _written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Dispose() => _written.Dispose();

    [Fact]
    public void A_person_gets_the_text_and_nothing_else()
    {
        using LineLogger log = Open(LogForm.Text);

        log.LogWarning("The disk is\nslow.");

        Assert.Equal(["The disk is slow."], Lines);
    }

    [Fact]
    public void A_machine_gets_time_level_code_and_message_in_one_line()
    {
        using LineLogger log = Open(LogForm.Json);

        log.LogError(new EventId(5201, "KAP5201"), "The port is in use.");
        log.LogInformation("It \"runs\".");

        JsonElement[] events = [.. Lines.Select(line => JsonElement.Parse(line))];
        Assert.Equal(("2026-11-22T15:07:22.000Z", "error", "KAP5201", "The port is in use."), (
            events[0].GetProperty("time").GetString(), events[0].GetProperty("level").GetString(),
            events[0].GetProperty("code").GetString(), events[0].GetProperty("message").GetString()));
        Assert.Equal("It \"runs\".", events[1].GetProperty("message").GetString());
        Assert.False(events[1].TryGetProperty("code", out _));
    }

    [Fact]
    public void What_comes_again_and_again_is_written_once_and_counted_when_the_window_is_over()
    {
        using LineLogger log = Open(LogForm.Text);
        for (int i = 0; i < 313; i++)
        {
            log.LogInformation("It waits.");
        }

        log.LogInformation("Another.");
        string[] before = Lines;
        _clock.Advance(LineLogger.Window);
        log.LogInformation("It waits.");

        Assert.Equal(["It waits.", "Another."], before);
        Assert.Equal(
            ["It waits.", "Another.", "It waits. (again 312 times in 10 s)", "It waits."], Lines);
    }

    [Fact]
    public void What_was_counted_is_told_at_the_end_at_the_latest()
    {
        LineLogger log = Open(LogForm.Json);
        log.LogInformation("It waits.");
        log.LogInformation("It waits.");

        log.Dispose();
        log.Dispose();

        Assert.Equal(2, Lines.Length);
        Assert.Equal(1, JsonElement.Parse(Lines[1]).GetProperty("repeats").GetInt32());
    }

    [Fact]
    public void What_is_below_the_level_is_not_written()
    {
        using LineLogger log = Open(LogForm.Text, LogLevel.Warning);

        log.LogInformation("It runs.");
        log.LogWarning("It limps.");

        Assert.Equal(["It limps."], Lines);
    }

    [Theory]
    [InlineData("--log", "xml")]
    [InlineData("--log-level", "loud")]
    public async Task A_value_that_there_is_not_is_wrong_usage(string option, string value) =>
        (await Cli.RunAsync("run", "nothing", "--dir", "nowhere", option, value))
            .AssertFailed(2, "KAP7101", $"'{value}' is no value for {option}: it must be one of");

    private LineLogger Open(Func<LogLine, string> form, LogLevel least = LogLevel.Information) =>
        new(_written, form, least, _clock);
}
