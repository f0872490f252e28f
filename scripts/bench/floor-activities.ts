import { request } from 'undici';

/** One request to the gateway, ready to be sent. */
export interface GatewayCall {
  readonly method: 'PUT' | 'DELETE';
  readonly path: string;
  readonly body: object;
}

export interface FloorActivities {
  /** Makes the call and returns the gateway's reference; throws for anything but a success. */
  callGateway(call: GatewayCall): Promise<string>;
}

/** The least an activity can do: the same HTTP request, over kept connections, and a look at the answer. */
export function createFloorActivities(baseUrl: string, apiKey: string): FloorActivities {
  return {
    callGateway: async ({ method, path, body }) => {
      const { statusCode, body: answer } = await request(baseUrl + path, {
        method,
        headers: { 'x-api-key': apiKey, 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(body),
      });
      const told = (await answer.json()) as {
        readonly operationResultCode?: string;
        readonly gatewayReference?: string;
      };
      if (statusCode !== 200 || told.operationResultCode !== 'Success' || told.gatewayReference === undefined) {
        throw new Error(`the gateway answered ${statusCode} ${told.operationResultCode ?? ''}`);
      }
      return told.gatewayReference;
    },
  };
}
