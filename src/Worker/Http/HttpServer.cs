using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kappa.Worker;

/// <summary>
/// Kestrel with the worker's API. The endpoint is set here alone: ASPNETCORE_URLS and its like change nothing.
/// </summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private const int MaxConnections = 1_000;

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(3);

    private readonly WebApplication _application;

    private readonly IDisposable _refused;
    private readonly WorkerMeter _meter;

    private HttpServer(WebApplication application, ListenAddress address, WorkerMeter meter)
    {
        (_application, Address, _meter) = (application, address, meter);
        _refused = RefusedRequests.Listen(application.Services.GetRequiredService<DiagnosticListener>());
    }

    /// <summary>Where it answers; the port is the real one.</summary>
    public ListenAddress Address { get; }

    public static async Task<HttpServer> StartAsync(
        ListenAddress address, bool insecure, string token, WorkerState state)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopTimeout);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => Configure(options, address));
        WebApplication application = builder.Build();
        var guard = new HttpGuard(insecure, address, token, state);
        var requests = new RequestMeter(state.Time);
        WorkerReading Read() => WorkerReading.Of(state, requests);
        application.Use(requests.InvokeAsync);
        application.Use(guard.InvokeAsync);
        application.UseRouting();
        new MetricsApi(Read).Map(application);
        new HealthApi(state).Map(application);
        new TopologyApi(state).Map(application);
        new StoreApi(state).Map(application);
        new TopicApi(state).Map(application);
        new SnapshotApi(state).Map(application);
        new GroupApi(state).Map(application);
        new ReplayApi(state).Map(application);
        new DiffApi(state).Map(application);
        new VersionApi(state).Map(application);
        try
        {
            await application.StartAsync();
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            await application.DisposeAsync();
            throw WorkerErrors.PortInUse(address, error);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            await application.DisposeAsync();
            throw WorkerErrors.CannotListen(address, error);
        }

        string bound = application.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new HttpServer(
            application, address with { Port = new Uri(bound).Port }, new WorkerMeter(Read, state.Time));
    }

    public async ValueTask DisposeAsync()
    {
        _meter.Dispose();
        await _application.StopAsync();
        await _application.DisposeAsync();
        _refused.Dispose();
    }

    private static void Configure(KestrelServerOptions options, ListenAddress address)
    {
        options.AddServerHeader = false;

        // RequestBody bounds what it reads, records are a stream of bounded lines, and nothing else reads a body.
        // Kestrel's own limit would close the connection before the caller has read what was wrong.
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MaxConcurrentConnections = MaxConnections;
        options.Limits.MaxConcurrentUpgradedConnections = 0;
        options.Listen(new IPEndPoint(address.Ip, address.Port), endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            endpoint.Use(RefusedRequests.Before);
        });
    }
}
