using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Kappa.Snapshots;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>Asks a worker, and raises its errors as if they had happened here.</summary>
internal sealed class WorkerClient : IDisposable
{
    /// <summary>A worker that is that busy gets the body unasked.</summary>
    private static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;

    public WorkerClient(ListenAddress address, string? token)
    {
        Address = address;

        // No proxy: the token must go to the worker alone.
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            Expect100ContinueTimeout = LongestCheck,
        })
        {
            BaseAddress = new Uri($"http://{address}"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public ListenAddress Address { get; }

    /// <summary>Gets a JSON answer as text.</summary>
    public async Task<string> GetAsync(string path, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        return await ReadAsync(answer, cancellationToken);
    }

    /// <summary>Posts a body and gets a JSON answer as text.</summary>
    public async Task<string> PostAsync(string path, HttpContent content, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Post, path, content, cancellationToken);
        return await ReadAsync(answer, cancellationToken);
    }

    /// <summary>
    /// Posts a body that is made while it is sent, and gets a JSON answer as text. What can be refused before the body
    /// is refused without it.
    /// </summary>
    public async Task<string> SendAsync(string path, HttpContent content, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await SendAsync(
            HttpMethod.Post, path, content, cancellationToken, asksFirst: true);
        return await ReadAsync(answer, cancellationToken);
    }

    /// <summary>Deletes something and gets a JSON answer as text.</summary>
    public async Task<string> DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Delete, path, null, cancellationToken);
        return await ReadAsync(answer, cancellationToken);
    }

    /// <summary>Gets an answer line by line.</summary>
    /// <param name="path">Path and query.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>All lines; the last one is the end line.</returns>
    /// <exception cref="KappaException">
    /// KAP7105: the stream broke off before its end line, or the error that it ended with.
    /// </exception>
    public async IAsyncEnumerable<string> StreamAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await SendAsync(
            HttpMethod.Get, path, null, cancellationToken, "application/x-ndjson");
        await using Stream body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        using var reader = new StreamReader(body);
        while (true)
        {
            string? line = await ReadLineAsync(reader, cancellationToken);
            if (line is null)
            {
                throw CliErrors.ConnectionLost(Address, null);
            }

            if (line.StartsWith("""{"problem":""", StringComparison.Ordinal))
            {
                throw ParseProblem(JsonElement.Parse(line).GetProperty("problem"));
            }

            yield return line;
            if (line.StartsWith("""{"end":""", StringComparison.Ordinal))
            {
                yield break;
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private static KappaException ParseProblem(JsonElement problem)
    {
        if (problem.TryGetProperty("places", out JsonElement places))
        {
            return new DumpRowException(
                problem.GetProperty("code").GetString()!,
                [.. problem.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!)],
                [.. places.EnumerateArray().Select(place => place.GetInt64())], place => $"row {place}");
        }

        KappaException error = new(
            problem.GetProperty("code").GetString()!, problem.GetProperty("exitCode").GetInt32(),
            problem.GetProperty("detail").GetString()!,
            [.. problem.GetProperty("remedies").EnumerateArray().Select(remedy => new Remedy(
                remedy.GetProperty("does").GetString()!, remedy.GetProperty("command").GetString()!))]);
        return error.ExitCode == ExitCodes.Refused && problem.TryGetProperty("acknowledged", out JsonElement count)
            ? new IngestFullException(error, count.GetInt64())
            : error;
    }

    private async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw CliErrors.ConnectionLost(Address, error);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken,
        string accept = "application/json", bool asksFirst = false)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.ExpectContinue = asksFirst;
        request.Headers.Accept.ParseAdd(accept);
        HttpResponseMessage answer;
        try
        {
            answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException error) when (error.InnerException is SocketException)
        {
            throw CliErrors.NoWorkerAt(Address);
        }
        catch (HttpRequestException error)
        {
            throw CliErrors.ConnectionLost(Address, error);
        }

        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            throw answer.Content.Headers.ContentType?.MediaType == "application/problem+json"
                ? ParseProblem(JsonElement.Parse(await ReadAsync(answer, cancellationToken)))
                : CliErrors.NotKappa(Address, (int)answer.StatusCode);
        }
    }

    private async Task<string> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            return await answer.Content.ReadAsStringAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw CliErrors.ConnectionLost(Address, error);
        }
    }
}
