/** The API as a value: what holds for every request, the routes, and the error table, with nothing listening yet. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { Refused } from '../domain/refusals.ts';
import type { Api, ApiEnv, Deps } from './deps.ts';
import { boundBody, boundTime, checkOrigin } from './edge.ts';
import { serveDocument } from './openapi-document.ts';
import { answerError, refuseInvalid } from './problem.ts';
import { acceptWebhookRoute } from './routes/accept-webhook.ts';
import { addressesRoutes } from './routes/account/addresses.ts';
import { appealFlagRoutes } from './routes/account/appeal-flag.ts';
import { askCodeRoutes } from './routes/account/ask-code.ts';
import { basketRoutes } from './routes/account/basket.ts';
import { basketMergeRoutes } from './routes/account/basket-merge.ts';
import { basketPreviewRoute } from './routes/account/basket-preview.ts';
import { changeMeRoute } from './routes/account/change-me.ts';
import { changePasswordRoute } from './routes/account/change-password.ts';
import { deleteMeRoute } from './routes/account/delete-me.ts';
import { exportMeRoute } from './routes/account/export-me.ts';
import { listMyOrdersRoute } from './routes/account/list-my-orders.ts';
import { listMyTicketsRoute } from './routes/account/list-my-tickets.ts';
import { resetPasswordRoute } from './routes/account/reset-password.ts';
import { showPointsRoute } from './routes/account/show-points.ts';
import { signInsRoutes } from './routes/account/sign-ins.ts';
import { signUpRoute } from './routes/account/sign-up.ts';
import { wishlistRoutes } from './routes/account/wishlist.ts';
import { askReturnRoute } from './routes/ask-return.ts';
import { cancelOrderRoute } from './routes/cancel-order.ts';
import { claimTicketRoutes } from './routes/claim-ticket.ts';
import { listCategoriesRoute } from './routes/list-categories.ts';
import { listPaymentMethodsRoute } from './routes/list-payment-methods.ts';
import { listSalesRoute } from './routes/list-sales.ts';
import { listTicketsRoute } from './routes/list-tickets.ts';
import { placeOrderRoute } from './routes/place-order.ts';
import { printTicketsRoutes } from './routes/print-tickets.ts';
import { refreshSignInRoute } from './routes/refresh-sign-in.ts';
import { refundOrderRoute } from './routes/refund-order.ts';
import { showManyStocksRoute } from './routes/show-many-stocks.ts';
import { showMeRoute } from './routes/show-me.ts';
import { showOrderRoute } from './routes/show-order.ts';
import { showPictureRoute } from './routes/show-picture.ts';
import { showProofRoute } from './routes/show-proof.ts';
import { showSaleRoute } from './routes/show-sale.ts';
import { showStockRoute } from './routes/show-stock.ts';
import { signInRoute } from './routes/sign-in.ts';
import { signOutRoute } from './routes/sign-out.ts';
import { signOutEverywhereRoute } from './routes/sign-out-everywhere.ts';
import { abuseFlagRoutes } from './routes/staff/abuse-flags.ts';
import { changeSaleRoute } from './routes/staff/change-sale.ts';
import { checkInRoute } from './routes/staff/check-in.ts';
import { checkInBatchRoute } from './routes/staff/check-in-batch.ts';
import { deadLetterRoutes } from './routes/staff/dead-letters.ts';
import { decideReturnRoutes } from './routes/staff/decide-return.ts';
import { deleteSaleRoute } from './routes/staff/delete-sale.ts';
import { exportOrdersRoute } from './routes/staff/export-orders.ts';
import { listAccessCodesRoute } from './routes/staff/list-access-codes.ts';
import { listAuditRoute } from './routes/staff/list-audit.ts';
import { listDoorsRoute } from './routes/staff/list-doors.ts';
import { listOrdersRoute } from './routes/staff/list-orders.ts';
import { listStaffSalesRoute } from './routes/staff/list-sales.ts';
import { makeAccessCodesRoute } from './routes/staff/make-access-codes.ts';
import { makeSaleRoute } from './routes/staff/make-sale.ts';
import { orderFlagRoutes } from './routes/staff/order-flags.ts';
import { removeTierRoute } from './routes/staff/remove-tier.ts';
import { doorStaffRoutes } from './routes/staff/set-door-staff.ts';
import { setMessageRoute } from './routes/staff/set-message.ts';
import { setStockRoute } from './routes/staff/set-stock.ts';
import { showDoorListRoute } from './routes/staff/show-door-list.ts';
import { showOrderStoryRoute } from './routes/staff/show-order-story.ts';
import { showReportRoute } from './routes/staff/show-report.ts';
import { showStaffSaleRoute } from './routes/staff/show-sale.ts';
import { staffPeopleRoutes } from './routes/staff/staff-people.ts';
import { staffPeopleInviteRoutes } from './routes/staff/staff-people-invite.ts';
import { staffTwoStepRoutes } from './routes/staff/staff-two-step.ts';
import { steerCategoriesRoutes } from './routes/staff/steer-categories.ts';
import { steerPicturesRoutes } from './routes/staff/steer-pictures.ts';
import { steerTiersRoutes } from './routes/staff/steer-tiers.ts';
import { switchSaleRoutes } from './routes/staff/switch-sale.ts';
import { undoCheckInRoute } from './routes/staff/undo-check-in.ts';
import { withdrawAccessCodeRoute } from './routes/staff/withdraw-access-code.ts';
import { startPaymentRoute } from './routes/start-payment.ts';
import { stopLettersRoutes } from './routes/stop-letters.ts';
import { transferTicketRoutes } from './routes/transfer-ticket.ts';
import { takeTurns } from './take-turns.ts';

const routes: readonly ((app: Api, deps: Deps) => void)[] = [
  placeOrderRoute,
  listSalesRoute,
  listCategoriesRoute,
  showSaleRoute,
  showPictureRoute,
  showProofRoute,
  showStockRoute,
  showManyStocksRoute,
  showOrderRoute,
  cancelOrderRoute,
  askReturnRoute,
  refundOrderRoute,
  listTicketsRoute,
  transferTicketRoutes,
  claimTicketRoutes,
  printTicketsRoutes,
  listPaymentMethodsRoute,
  startPaymentRoute,
  acceptWebhookRoute,
  stopLettersRoutes,
  signInRoute,
  refreshSignInRoute,
  signOutRoute,
  signOutEverywhereRoute,
  showMeRoute,
  askCodeRoutes,
  signUpRoute,
  changePasswordRoute,
  resetPasswordRoute,
  changeMeRoute,
  deleteMeRoute,
  exportMeRoute,
  signInsRoutes,
  addressesRoutes,
  listMyOrdersRoute,
  listMyTicketsRoute,
  showPointsRoute,
  basketRoutes,
  basketMergeRoutes,
  basketPreviewRoute,
  wishlistRoutes,
  makeSaleRoute,
  listStaffSalesRoute,
  changeSaleRoute,
  switchSaleRoutes,
  deleteSaleRoute,
  showStaffSaleRoute,
  steerTiersRoutes,
  removeTierRoute,
  steerPicturesRoutes,
  steerCategoriesRoutes,
  makeAccessCodesRoute,
  listAccessCodesRoute,
  withdrawAccessCodeRoute,
  setMessageRoute,
  setStockRoute,
  showReportRoute,
  orderFlagRoutes,
  listOrdersRoute,
  exportOrdersRoute,
  showOrderStoryRoute,
  decideReturnRoutes,
  deadLetterRoutes,
  listAuditRoute,
  staffTwoStepRoutes,
  staffPeopleInviteRoutes,
  staffPeopleRoutes,
  abuseFlagRoutes,
  appealFlagRoutes,
  checkInRoute,
  checkInBatchRoute,
  undoCheckInRoute,
  showDoorListRoute,
  listDoorsRoute,
  doorStaffRoutes,
];

const PAYMENTS_AT_ONCE = 6;
const WEBHOOKS_AT_ONCE = 6;

export function createApp(deps: Deps): Api {
  const app: Api = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });
  app.onError(answerError(deps.log, deps.chance));
  app.notFound(() => {
    throw new Refused('not_found');
  });
  // What the API says is of this moment and of this asker; nobody in between keeps it. Pictures alone say otherwise.
  app.use(async (c, next) => {
    c.header('cache-control', 'no-store');
    await next();
  });
  app.use(boundTime(), boundBody(), checkOrigin(deps.origins));
  // Each of these talks to a provider and writes several rows; a connection to PostgreSQL is left for everybody else.
  app.use('/api/orders/:id/payments', takeTurns(PAYMENTS_AT_ONCE));
  app.use('/api/webhooks/:provider', takeTurns(WEBHOOKS_AT_ONCE));
  for (const route of routes) route(app, deps);
  serveDocument(app);
  return app;
}
