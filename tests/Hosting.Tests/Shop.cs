using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Kappa.Hosting.Tests;

/// <summary>A web host that runs a worker, without a server of its own, on a directory.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Shop(WebApplication app) => _app = app;

    public IStore<string, long> Totals => _app.Services.GetRequiredService<IStore<string, long>>();

    public ITopic<string, long> Orders => _app.Services.GetRequiredService<ITopic<string, long>>();

    public KappaWorker Worker => _app.Services.GetRequiredService<KappaWorker>();

    /// <summary>Starts one.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="more">What else the worker runs.</param>
    /// <param name="configure">Sets options.</param>
    public static async Task<Shop> StartAsync(
        string directory, Action<KappaBuilder>? more = null, Action<KappaOptions>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        KappaBuilder kappa = builder.AddKappa(options =>
        {
            options.Directory = directory;
            configure?.Invoke(options);
        });
        kappa.AddTopology<OrderTotals>()
            .AddTopic("orders", Serdes.String, Serdes.Int64)
            .AddStore<string, long>("order-totals", "totals");
        more?.Invoke(kappa);
        builder.WebHost.UseServer(new NoServer());
        builder.Services.AddRoutingCore();
        WebApplication app = builder.Build();
        try
        {
            await app.StartAsync();
            return new Shop(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the total of a customer is this.</summary>
    public async Task UntilAsync(string customer, long total) =>
        await UntilAsync(async () => await Totals.GetAsync(customer) == total);

    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await isSo())
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    public async Task<HealthStatus> HealthAsync() =>
        (await _app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status;

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
