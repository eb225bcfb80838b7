using System.Diagnostics.Metrics;
using System.Net;

namespace Kappa.Worker.Tests;

/// <summary>Each metric moves when its cause happens.</summary>
public sealed class WorkerMeterTests
{
    [Fact]
    public async Task Records_move_what_counts_the_work_of_a_version_and_what_it_holds()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync();
        Scrape before = await Scrape.OfAsync(worker);

        await worker.ProduceAsync(string.Join(
            '\n', Enumerable.Range(0, 2_000).Select(i => $$"""{"key":"k{{i}}","value":"x"}""")));
        await worker.CatchUpAsync();

        Scrape after = await Scrape.UntilAsync(
            worker, scrape => scrape.Sum("kappa_records_processed_total") >= 2_000
                && scrape.Sum("kappa_run_time_seconds_total", "phase=\"apply\"") > 0);
        string[] moved =
        [
            "kappa_processed_bytes_total", "kappa_runs_total", "kappa_cuts_total", "kappa_cache_used_bytes",
            "kappa_state_dirty_bytes", "kappa_log_commits_total", "kappa_log_written_bytes_total",
            "kappa_log_syncs_total", "kappa_log_sync_time_seconds_total",
        ];
        Assert.Equal(2_000, after.Sum("kappa_records_processed_total", "topology=\"count-words\"", "version=\"1\""));
        Assert.All(moved, name => Assert.True(after.Sum(name) > before.Sum(name), name));
        Assert.All(
            ["take-up", "process", "collect", "commit", "apply"],
            phase => Assert.True(after.Sum("kappa_run_time_seconds_total", $"phase=\"{phase}\"") > 0, phase));
        Assert.Equal(1, after.Sum("kappa_version_state", "state=\"live\""));
        Assert.Equal((1, 1), (after.Sum("kappa_ready"), after.Sum("kappa_build_info")));
        Assert.True(after.Sum("kappa_disk_free_bytes") > 0);
    }

    [Fact]
    public async Task Live_runs_show_in_the_latency_as_soon_as_there_are_some()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync();
        bool hadAny = (await Scrape.OfAsync(worker)).Has("kappa_latency_seconds");

        int sent = 0;
        await Scrape.UntilAsync(worker, scrape =>
        {
            sent++;
            worker.ProduceAsync("""{"key":"a","value":"x"}""").GetAwaiter().GetResult();
            return scrape.Sum("kappa_latency_seconds", "quantile=\"0.99\"") > 0;
        });

        Assert.False(hadAny);
        Assert.True(sent > 1);
    }

    [Fact]
    public async Task A_version_that_is_held_up_lags_in_records_and_in_event_time()
    {
        var gate = new TaskCompletionSource();
        await using RunningWorker worker = await RunningWorker.StartAsync(new GatedWords(gate.Task));
        try
        {
            await worker.ProduceAsync("""{"key":"a","value":"x","timestamp":1764064800000}""");
            await Scrape.UntilAsync(worker, scrape => scrape.Sum("kappa_records_processed_total") == 1
                && scrape.Has("kappa_lag_seconds") && scrape.Sum("kappa_lag_seconds") == 0);
            await worker.ProduceAsync($$"""{"key":"a","value":"{{GatedWords.Gate}}","timestamp":1764064801000}""");

            // The two are read one after the other: the log may be asked anew between them.
            Scrape held = await Scrape.UntilAsync(worker, scrape => scrape.Sum("kappa_lag_records") == 1
                && scrape.Sum("kappa_lag_seconds") > 0);

            TimeSpan age = DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeMilliseconds(1_764_064_800_000);
            Assert.InRange(held.Sum("kappa_lag_seconds"), 1, age.TotalSeconds);
        }
        finally
        {
            gate.SetResult();
        }

        await Scrape.UntilAsync(
            worker, scrape => scrape.Sum("kappa_lag_records") == 0 && scrape.Sum("kappa_lag_seconds") == 0);
    }

    [Fact]
    public async Task Records_that_are_passed_over_are_counted_and_a_version_that_stops_says_so()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync(new CountGood());
        await worker.ProduceAsync("""
            {"key":"a","value":"bad"}
            {"key":"a","value":"bad"}
            {"key":"a","value":"x"}
            """);
        Scrape passed = await Scrape.UntilAsync(
            worker, scrape => scrape.Sum("kappa_records_processed_total", "count-good") > 0);

        await worker.ProduceAsync("""{"key":"a","value":"worse"}""");
        Scrape stopped = await Scrape.UntilAsync(
            worker, scrape => scrape.Sum("kappa_version_state", "state=\"stopped\"") == 1);

        Assert.Equal((2, 2), (
            passed.Sum("kappa_records_passed_over_total"), passed.Sum("kappa_dead_letters_total")));
        Assert.Equal((1, 0), (passed.Sum("kappa_ready"), stopped.Sum("kappa_ready")));
        Assert.False(stopped.Has("kappa_version_state", "state=\"live\""));
    }

    [Fact]
    public async Task A_cache_that_begins_empty_reads_from_below_and_lost_state_is_restored()
    {
        RunningWorker first = await RunningWorker.StartAsync();
        await CountAsync(first, 1);
        await first.Host.DisposeAsync();
        RunningWorker second = await RunningWorker.OnAsync(first.Directory);
        Scrape fresh = await Scrape.OfAsync(second);
        await CountAsync(second, 1);
        Scrape warm = await Scrape.OfAsync(second);
        await second.Host.DisposeAsync();
        Directory.Delete(new DataDirectory(first.Directory).State, recursive: true);
        await using RunningWorker third = await RunningWorker.OnAsync(first.Directory);
        Scrape restored = await Scrape.OfAsync(third);

        Assert.Equal((0, 0), (
            fresh.Sum("kappa_cache_reads_total"), fresh.Sum("kappa_restore_records_total")));
        Assert.Equal(1, warm.Sum("kappa_cache_reads_total"));
        Assert.True(restored.Sum("kappa_restore_records_total") > 0);
        Assert.True(restored.Sum("kappa_restore_time_seconds_total") > 0);
    }

    [Fact]
    public async Task Rows_move_the_memory_of_RocksDB()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync();
        double before = (await Scrape.OfAsync(worker)).Sum("kappa_rocksdb_memory_bytes");

        await worker.ProduceAsync(string.Join(
            '\n', Enumerable.Range(0, 20_000).Select(i => $$"""{"key":"a long key {{i}}","value":"x"}""")));
        await worker.CatchUpAsync();

        await Scrape.UntilAsync(worker, scrape => scrape.Sum("kappa_rocksdb_memory_bytes") > before);
    }

    [Fact]
    public async Task A_replay_and_a_comparison_show_how_far_they_are_and_what_they_found()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync(new CountWords(), new CountWordsV2());
        await CountAsync(worker, 1);
        bool hadAny = (await Scrape.OfAsync(worker)).Has("kappa_replay_done");

        await worker.PostAsync(
            "/api/v1/topologies/count-words/replays", """{"version":2,"from":"zero","throttle":"none"}""");
        Scrape caughtUp = await Scrape.UntilAsync(
            worker, scrape => scrape.Sum("kappa_version_state", "version=\"2\"", "state=\"caught-up\"") == 1);
        await worker.GetAsync("/api/v1/topologies/count-words/diff?old=1&new=2");
        Scrape compared = await Scrape.OfAsync(worker);

        Assert.False(hadAny);
        Assert.Equal((1, 0), (
            caughtUp.Sum("kappa_replay_done", "version=\"2\""), caughtUp.Sum("kappa_replay_remaining")));
        Assert.Equal(1, caughtUp.Sum("kappa_replay_throttle_ratio", "version=\"2\""));
        Assert.False(caughtUp.Has("kappa_diff_rows"));
        Assert.True(compared.Sum("kappa_diff_rows", "old=\"1\"", "new=\"2\"", "difference=\"same\"") > 0);
        Assert.Equal(0, compared.Sum("kappa_diff_rows", "difference=\"changed\""));
    }

    [Fact]
    public async Task Requests_are_counted_by_what_the_API_has_and_never_by_what_was_typed()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync();
        await worker.Http.GetAsync("/api/v1/topics/words");
        await worker.Http.GetAsync("/api/v1/topics/secret-name");
        await worker.Http.GetAsync("/secret-name");
        using var stranger = new HttpClient { BaseAddress = worker.Http.BaseAddress };
        HttpStatusCode refused = (await stranger.GetAsync("/metrics")).StatusCode;

        Scrape scrape = await Scrape.OfAsync(worker);

        const string Route = "route=\"/api/v1/topics/{topic}\"";
        Assert.Equal(HttpStatusCode.Unauthorized, refused);
        Assert.Equal(1, scrape.Sum("kappa_http_requests_total", "method=\"GET\"", Route, "status=\"200\""));
        Assert.Equal(1, scrape.Sum("kappa_http_requests_total", Route, "status=\"404\""));
        Assert.Equal(1, scrape.Sum("kappa_http_requests_total", "route=\"none\"", "status=\"404\""));
        Assert.True(scrape.Sum("kappa_http_request_time_seconds_total", Route) > 0);
        Assert.DoesNotContain(scrape.Series, series => series.Contains("secret-name", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_listens_to_the_meter_sees_what_a_scrape_sees()
    {
        await using RunningWorker worker = await RunningWorker.StartAsync(new ListenedWords());
        await CountAsync(worker, 3, "listened-words");
        var seen = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == WorkerMeter.Name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, labels, _) =>
        {
            foreach (KeyValuePair<string, object?> label in labels)
            {
                if (label is { Key: "topology", Value: "listened-words" })
                {
                    seen[instrument.Name] = value;
                }
            }
        });

        listener.Start();
        listener.RecordObservableInstruments();

        Assert.Equal(3, seen["kappa.records.processed"]);
    }

    private static async Task CountAsync(RunningWorker worker, int records, string topology = "count-words")
    {
        await worker.ProduceAsync(string.Join('\n', Enumerable.Repeat("""{"key":"a","value":"x"}""", records)));
        await worker.CatchUpAsync(topology);
        await Scrape.UntilAsync(worker, scrape => scrape.Sum("kappa_records_processed_total", topology) >= records);
    }

    [Topology("listened-words")]
    private sealed class ListenedWords : ITopology
    {
        public void Build(StreamBuilder builder) => builder.Stream<string, string>("words").GroupByKey().Count();
    }
}
