using System.Text.Json;

namespace Kappa.Cli.Tests;

/// <summary>What a command asked of the <see cref="StubWorker"/>.</summary>
internal sealed record StubRequest(string Method, string Path, string Query, string Accept, JsonElement Body)
{
    /// <summary>The body without who sent it, which is the same on no two machines.</summary>
    public string BodyWithoutBy
    {
        get
        {
            Assert.Equal(Environment.UserName, Body.GetProperty("by").GetString());
            return "{" + string.Join(",", Body.EnumerateObject().Where(part => part.Name != "by")
                .Select(part => $"\"{part.Name}\":{part.Value.GetRawText()}")) + "}";
        }
    }
}
