using System.Net.Http.Json;
using System.Text.Json;

namespace Kappa.Crash.Tests;

/// <summary>A worker on a data directory, and the way to its HTTP port.</summary>
internal abstract class RunningWorker(string directory)
{
    public string Directory { get; } = directory;

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromMinutes(5) };

    /// <summary>Sends records; true once the worker has acknowledged them.</summary>
    public async Task<bool> TryProduceAsync(string topic, string lines)
    {
        try
        {
            using var content = new StringContent(lines);
            using HttpResponseMessage answer = await Http.PostAsync($"/api/v1/topics/{topic}/records", content);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException)
        {
            return false;
        }
    }

    public async Task<JsonElement> GetAsync(string path) => await Http.GetFromJsonAsync<JsonElement>(path);
}
