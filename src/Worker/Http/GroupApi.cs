using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kappa.Worker;

/// <summary>Groups: list, describe, move.</summary>
internal sealed class GroupApi(WorkerState state)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/groups", context => AnswerAsync(
            context, GroupService.List(state.Log), WorkerJson.Readable.GroupList));
        routes.MapGet("/api/v1/groups/{group}", context => AnswerAsync(
            context, GroupService.Describe(state.Log, GroupOf(context)), WorkerJson.Readable.GroupInfo));
        routes.MapPost("/api/v1/groups/{group}/seek", SeekAsync);
    }

    private static string GroupOf(HttpContext context) => (string)context.GetRouteValue("group")!;

    private static async Task AnswerAsync<T>(HttpContext context, T answer, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer, type));
    }

    private async Task SeekAsync(HttpContext context)
    {
        SeekRequest request = await RequestBody.ReadAsync(
            context, RequestJson.Default.SeekRequest, """{"topic":"flights","partition":0,"to":"zero"}""");
        await AnswerAsync(
            context, GroupService.Seek(state.Log, GroupOf(context), request), WorkerJson.Readable.GroupInfo);
    }
}
