using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kappa.Cli.Tests;

/// <summary>Answers as a worker would, with what a test has laid down, and keeps what was asked.</summary>
internal sealed class StubWorker : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, Queue<StubAnswer>> _answers = new();

    private StubWorker(WebApplication application) => _application = application;

    /// <summary>All requests so far, in order.</summary>
    public ConcurrentQueue<StubRequest> Requests { get; } = new();

    public string Address { get; private set; } = "";

    public IEnumerable<StubRequest> Posts => Requests.Where(request => request.Method == "POST");

    public static async Task<StubWorker> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(System.Net.IPAddress.Loopback, 0));
        WebApplication application = builder.Build();
        var worker = new StubWorker(application);
        application.Run(worker.AnswerAsync);
        await application.StartAsync();
        worker.Address = new Uri(application.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.First()).Authority;
        return worker;
    }

    /// <summary>Lays down answers to a request; the last one is given from then on.</summary>
    /// <param name="request">Method and path without the query, <c>GET /api/v1/info</c>.</param>
    /// <param name="bodies">JSON; lines are sent as NDJSON.</param>
    public void On(string request, params string[] bodies) =>
        _answers[request] = new Queue<StubAnswer>(bodies.Select(body => new StubAnswer(
            StatusCodes.Status200OK,
            body.Contains('\n', StringComparison.Ordinal) ? "application/x-ndjson" : "application/json", body)));

    /// <summary>Lays down an error.</summary>
    public void OnProblem(string request, int status, string code, int exitCode, string detail) =>
        _answers[request] = new Queue<StubAnswer>(
        [
            new StubAnswer(
                status, "application/problem+json",
                JsonSerializer.Serialize(new { code, exitCode, detail, remedies = Array.Empty<object>() })),
        ]);

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        string body = await reader.ReadToEndAsync();
        Requests.Enqueue(new StubRequest(
            http.Request.Method, http.Request.Path.Value!, http.Request.QueryString.Value ?? "",
            http.Request.Headers.Accept.ToString(), body.Length == 0 ? default : JsonElement.Parse(body)));
        string name = $"{http.Request.Method} {http.Request.Path.Value}";
        StubAnswer answer = _answers.TryGetValue(name, out Queue<StubAnswer>? answers)
            ? answers.Count > 1 ? answers.Dequeue() : answers.Peek()
            : new StubAnswer(StatusCodes.Status501NotImplemented, "text/plain", name);
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.ContentType;
        await http.Response.WriteAsync(answer.Body);
    }
}
