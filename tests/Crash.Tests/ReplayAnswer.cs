using System.Text.Json;

namespace Kappa.Crash.Tests;

/// <summary>What a worker has answered.</summary>
/// <param name="IsDone">Whether it has done what it was asked for.</param>
/// <param name="Json">Its answer, or the problem.</param>
internal sealed record ReplayAnswer(bool IsDone, JsonElement Json)
{
    /// <summary>The code of the problem; null for none.</summary>
    public string? Code => Json.TryGetProperty("code", out JsonElement code) ? code.GetString() : null;

    /// <summary>Fails unless it is done.</summary>
    public JsonElement Done()
    {
        Assert.True(IsDone, Json.ToString());
        return Json;
    }

    /// <summary>Fails unless it is done, or the answer says that it is done already.</summary>
    public void DoneOr(string code) => Assert.True(IsDone || Code == code, Json.ToString());
}
